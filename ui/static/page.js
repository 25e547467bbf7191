// Runs once for each of the page's HTML components with (element, trigger, props, watch) in scope.
const EVENTS = ["cite", "close"];
const narrow = () => window.matchMedia("(max-width: 999px)").matches;

element.addEventListener("click", (event) => {
  const control = event.target.closest("[data-act]");
  if (control?.dataset.act === "starter") ask(control.dataset.text);
  if (!control || !EVENTS.includes(control.dataset.act)) return;
  if (control.dataset.act === "cite" && !control.closest("#opened")) window.geungeoPressed = control;
  trigger(control.dataset.act, { ...control.dataset });
});

// A starter goes through the question box, so that there is one way to ask.
const ask = (text) => {
  const box = document.querySelector("#question textarea");
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#question button").click());
};

// The open citation is written once, in the evidence; the numbers in the answer follow it.
const follow = () => {
  const open = document.querySelector("#opened [data-open]")?.dataset.open ?? "";
  for (const number of document.querySelectorAll(".cite")) {
    number.setAttribute("aria-pressed", String(`${number.dataset.turn}-${number.dataset.marker}` === open));
  }
  return open;
};

if (element.closest("#conversation")) {
  let last = "";
  watch("value", () => {
    follow();
    const turns = element.querySelectorAll(".turn");
    const newest = turns[turns.length - 1];
    if (newest && newest.dataset.turn !== last) {
      last = newest.dataset.turn;
      newest.scrollIntoView({ block: "start" });
    }
  });

  document.documentElement.lang = props.language;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, [contenteditable=true]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") document.querySelector("#opened .close")?.click();
    if (typing) return;
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector("#question textarea")?.focus();
    }
    if (/^[1-9]$/.test(event.key)) {
      const turns = document.querySelectorAll(".turn");
      turns[turns.length - 1]?.querySelector(`.cite[data-marker="${event.key}"]`)?.click();
    }
  });
}

if (element.closest("#opened")) {
  let before = "";
  watch("value", () => {
    const open = follow();
    for (const pane of [document.querySelector("#evidence"), document.querySelector("#opened")]) pane.scrollTop = 0;
    element.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    if (open && !before && narrow()) element.querySelector(".close")?.focus();
    if (!open && before && narrow()) window.geungeoPressed?.focus();
    before = open;
  });
}
