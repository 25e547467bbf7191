// Runs once for each of the page's HTML components with (element, trigger, props, watch) in scope.
// A press of anything with data-act goes to the server as the event "act", or as the one data-event names; what needs
// no server is done here or in the panel's own script.
element.addEventListener("click", (event) => {
  const control = event.target.closest("[data-act]");
  if (control && !control.disabled) trigger(control.dataset.event ?? "act", { ...control.dataset });
  const copy = event.target.closest("[data-copy]");
  if (copy) copied(copy);
});

const copied = async (control) => {
  const text = control.dataset.copy;
  // The clipboard is closed to pages that do not come by https or from this machine: there the old way still works.
  if (navigator.clipboard && window.isSecureContext) await navigator.clipboard.writeText(text);
  else {
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  const label = control.textContent;
  if (label === control.dataset.done) return;
  control.textContent = control.dataset.done;
  setTimeout(() => { control.textContent = label; }, 1600);
};

// What is open is written once, as data-open, in the panel that shows it; the controls that open it follow.
const openIn = (panel) => panel?.querySelector("[data-open]")?.dataset.open ?? "";
const press = (controls, open, named) => {
  for (const control of controls) control.setAttribute("aria-pressed", String(named(control) === open));
};
const citation = (number) => `${number.dataset.group}-${number.dataset.marker}`;

// Below this width, as in the style sheets, what is open lies over the page: it takes the focus when it opens.
const narrow = () => window.matchMedia("(max-width: 999px)").matches;
const opening = (follow, focus = {}) => {
  let before = "";
  watch("value", () => {
    const open = openIn(element);
    follow(open, before);
    if (open && !before && narrow()) element.querySelector(".close")?.focus(focus);
    before = open;
  });
};

// The address names what is open, so that it can be kept and passed on; an empty text takes a name out of it.
const address = (names) => {
  const named = new URL(window.location.href);
  for (const [name, text] of Object.entries(names)) {
    if (text) named.searchParams.set(name, text);
    else named.searchParams.delete(name);
  }
  if (named.href !== window.location.href) window.history.replaceState(null, "", named);
};

// Files dragged over the panel mark its zone; those let go of are given on.
const dropping = (zone, give) => {
  for (const name of ["dragover", "dragleave", "drop"]) {
    element.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone().classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) give([...event.dataTransfer.files]);
    });
  }
};

// One card for the whole page shows what a citation says while its number is hovered over or focused.
const peek = () => document.querySelector("#peek") ?? document.body.appendChild(
  Object.assign(document.createElement("div"), { id: "peek", hidden: true }));
const show = (number) => {
  const card = peek();
  const said = Object.assign(document.createElement("q"), { textContent: number.dataset.peek });
  const from = Object.assign(document.createElement("span"), { textContent: number.dataset.from });
  card.replaceChildren(said, from);
  card.hidden = false;
  const place = number.getBoundingClientRect();
  const left = Math.min(place.left, window.innerWidth - card.offsetWidth - 12);
  const above = place.top - card.offsetHeight - 8;
  card.style.left = `${Math.max(12, left)}px`;
  card.style.top = `${above > 8 ? above : place.bottom + 8}px`;
};
for (const [over, out] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  element.addEventListener(over, (event) => {
    const number = event.target.closest("[data-peek]");
    if (number) show(number);
  });
  element.addEventListener(out, (event) => { if (event.target.closest("[data-peek]")) peek().hidden = true; });
}
element.addEventListener("click", () => { peek().hidden = true; });
