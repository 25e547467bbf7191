// Verdicts are chosen and sentences stepped through here; which sentence is opened, the server answers.
const open = () => openIn(document.querySelector("#compared"));
const claims = () => [...element.querySelectorAll(".claim")];
const chosen = () => element.dataset.shown ?? "all";
const shown = () => claims().filter((claim) => chosen() === "all" || claim.classList.contains(chosen()));

const follow = () => {
  press(claims(), open(), (claim) => claim.dataset.number);
  press(element.querySelectorAll("[data-filter]"), chosen(), (choice) => choice.dataset.filter);
};
const go = (claim) => {
  if (!claim) return;
  claim.click();
  claim.scrollIntoView({ block: "nearest" });
};
let focused = "";
watch("value", () => {
  const sheet = element.querySelector("[data-stage]");
  if (!sheet || (sheet.dataset.stage === "checking" && !claims().length)) delete element.dataset.shown;
  follow();
  // Each new view replaces the elements: the sentence that had the focus gets it back.
  if (focused && document.activeElement === document.body) element.querySelector(`[data-number="${focused}"]`)?.focus();
});
element.addEventListener("focusin", (event) => { focused = event.target.dataset.number ?? ""; });
element.addEventListener("focusout", (event) => { if (event.relatedTarget) focused = ""; });

element.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-filter]");
  if (!choice) return;
  element.dataset.shown = choice.dataset.filter;
  follow();
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
  const all = shown();
  const now = Number(open());
  const by = Number(step.dataset.step);
  go(by > 0 ? all.find((one) => Number(one.dataset.number) > now)
    : all.findLast((one) => Number(one.dataset.number) < now));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.offsetParent) document.querySelector("#compared .close")?.click();
});
