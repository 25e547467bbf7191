const narrow = () => window.matchMedia("(max-width: 999px)").matches;
let before = "";
watch("value", () => {
  const open = element.querySelector("[data-open]")?.dataset.open ?? "";
  for (const claim of document.querySelectorAll("#checked .claim")) {
    claim.setAttribute("aria-pressed", String(claim.dataset.number === open));
  }
  document.querySelector("#check-right").scrollTop = 0;
  element.scrollTop = 0;
  if (open && !before && narrow()) element.querySelector(".close")?.focus({ preventScroll: true });
  if (!open && before) document.querySelector(`#checked [data-number="${before}"]`)?.focus({ preventScroll: true });
  before = open;
});
