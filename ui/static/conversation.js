// A starter goes through the question box, so that there is one way to ask.
element.addEventListener("click", (event) => {
  const starter = event.target.closest(".starter");
  if (!starter) return;
  const box = document.querySelector("#question textarea");
  box.value = starter.dataset.text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#question button").click());
});

// The open citation is written once, in the evidence; the numbers in the answer follow it.
const follow = () => {
  const open = document.querySelector("#opened [data-open]")?.dataset.open ?? "";
  for (const number of document.querySelectorAll(".cite")) {
    number.setAttribute("aria-pressed", String(`${number.dataset.turn}-${number.dataset.marker}` === open));
  }
};

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

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, [contenteditable=true]");
  if (event.ctrlKey || event.metaKey || event.altKey || !element.offsetParent) return;
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
