const narrow = () => window.matchMedia("(max-width: 999px)").matches;
let presser = null;
document.addEventListener("click", (event) => {
  const control = event.target.closest('[data-act="cite"]');
  if (control && !element.contains(control)) presser = control;
});

let before = "";
watch("value", () => {
  const open = element.querySelector("[data-open]")?.dataset.open ?? "";
  for (const number of document.querySelectorAll(".cite")) {
    number.setAttribute("aria-pressed", String(`${number.dataset.group}-${number.dataset.marker}` === open));
  }
  for (const pane of [document.querySelector("#evidence"), document.querySelector("#opened")]) pane.scrollTop = 0;
  (element.querySelector("figure") ?? element.querySelector("mark"))?.scrollIntoView({ block: "nearest" });
  if (open && !before && narrow()) element.querySelector(".close")?.focus();
  if (!open && before && narrow()) presser?.focus();
  before = open;
});
