// Where the focus was when a citation was opened: it goes back there when the citation is closed.
let presser = null;
document.addEventListener("click", (event) => {
  const control = event.target.closest('[data-act="cite"]');
  if (control && !element.contains(control)) presser = control;
});
// The page may have drawn the number anew meanwhile.
const pressed = () => presser?.isConnected ? presser : [...document.querySelectorAll(".cite")].find(
  (one) => presser && citation(one) === citation(presser) && one.offsetParent);

const enlarged = () => "enlarged" in element.dataset;
// The control says what it will do next.
const named = () => {
  const control = element.querySelector(".enlarge");
  if (!control || control.dataset.wide === String(enlarged())) return;
  control.dataset.wide = String(enlarged());
  [control.textContent, control.dataset.other] = [control.dataset.other, control.textContent];
};
const enlarge = (wide) => {
  if (wide) element.dataset.enlarged = "";
  else delete element.dataset.enlarged;
  named();
  element.querySelector(".enlarge")?.focus({ preventScroll: true });
};
element.addEventListener("click", (event) => {
  if (event.target.closest(".enlarge")) enlarge(!enlarged());
});
// Before the page's own keys: Escape closes the enlarged page and leaves the citation open.
document.addEventListener("keydown", (event) => {
  if (!enlarged()) return;
  if (event.key === "Escape") enlarge(false);
  else if (event.key === "ArrowLeft") element.querySelector('[data-step="previous"]')?.click();
  else if (event.key === "ArrowRight") element.querySelector('[data-step="next"]')?.click();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

let stepped = "";
element.addEventListener("click", (event) => { stepped = event.target.closest("[data-step]")?.dataset.step ?? ""; });
opening((open, before) => {
  const figure = element.querySelector("figure");
  press(document.querySelectorAll(".cite"), open, citation);
  if (!figure) delete element.dataset.enlarged;
  named();
  for (const pane of [document.querySelector("#evidence"), document.querySelector("#opened")]) pane.scrollTop = 0;
  if (figure) figure.scrollTop = 0;
  (figure ?? element.querySelector("mark"))?.scrollIntoView({ block: "nearest" });
  if (stepped && figure) {
    const control = figure.querySelector(`[data-step="${stepped}"]`);
    (control?.disabled ? figure.querySelector(".enlarge") : control)?.focus({ preventScroll: true });
  }
  stepped = "";
  if (!open && before) pressed()?.focus({ preventScroll: !narrow() });
});
