// Verdicts are chosen and sentences stepped through here; which sentence is opened, the server answers.
// The chosen verdict stands on the desk: the text and the list beside it follow it alike, whichever is drawn anew.
const desk = () => document.querySelector("#check-desk");
const open = () => openIn(document.querySelector("#compared"));
const claims = () => [...element.querySelectorAll(".claim")];
const chosen = () => desk().dataset.shown ?? "all";
const among = (claim) => chosen() === "all" || claim.classList.contains(chosen());

const follow = () => {
  press(claims(), open(), (claim) => claim.dataset.number);
  press(element.querySelectorAll("[data-filter]"), chosen(), (choice) => choice.dataset.filter);
  // Tab goes from one chosen sentence to the next; the others stay to be read, and can still be clicked.
  for (const claim of claims()) claim.tabIndex = among(claim) ? 0 : -1;
};
const choose = (verdict) => {
  desk().dataset.shown = verdict === chosen() ? "all" : verdict;
  follow();
  const pressed = element.querySelector(`[data-filter="${chosen()}"]`);
  element.querySelector(".shown").textContent = pressed.dataset.told;
  const opened = claims().find((claim) => claim.dataset.number === open());
  if (opened && !among(opened)) document.querySelector("#compared .close")?.click();
};
const go = (claim) => {
  if (!claim) return;
  claim.click();
  claim.scrollIntoView({ block: "nearest" });
};
let focused = "";
watch("value", () => {
  const sheet = element.querySelector("[data-stage]");
  if (!sheet || (sheet.dataset.stage === "checking" && !claims().length)) delete desk().dataset.shown;
  follow();
  // Each new view replaces the elements: what had the focus gets it back.
  if (focused && document.activeElement === document.body) element.querySelector(focused)?.focus();
});
element.addEventListener("focusin", ({ target: { dataset } }) => {
  focused = dataset.number ? `[data-number="${dataset.number}"]` : "";
  if (dataset.filter) focused = `[data-filter="${dataset.filter}"]`;
});
element.addEventListener("focusout", (event) => { if (event.relatedTarget) focused = ""; });

element.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-filter]");
  if (choice) choose(choice.dataset.filter);
});
element.addEventListener("keydown", (event) => {
  const claim = event.target.closest(".claim");
  if (claim && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    claim.click();
  }
});
document.addEventListener("click", (event) => {
  const listed = event.target.closest("#differing [data-go]");
  if (listed) go(claims().find((claim) => claim.dataset.number === listed.dataset.go));
  const step = event.target.closest("#compared [data-step]");
  if (!step) return;
  const all = claims().filter(among);
  const now = Number(open());
  const by = Number(step.dataset.step);
  go(by > 0 ? all.find((one) => Number(one.dataset.number) > now)
    : all.findLast((one) => Number(one.dataset.number) < now));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.offsetParent) document.querySelector("#compared .close")?.click();
});
