const narrow = () => window.matchMedia("(max-width: 999px)").matches;
let before = "";
watch("value", () => {
  const open = element.querySelector("[data-open]")?.dataset.open ?? "";
  for (const number of document.querySelectorAll("#traced .cite")) {
    number.setAttribute("aria-pressed", String(`${number.dataset.group}-${number.dataset.marker}` === open));
  }
  document.querySelector("#trace-right").scrollTop = 0;
  element.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  if (open && !before && narrow()) element.querySelector(".close")?.focus({ preventScroll: true });
  if (!open && before) {
    const marker = before.split("-").pop();
    document.querySelector(`#traced .cite[data-marker="${marker}"]`)?.focus({ preventScroll: true });
  }
  before = open;
});
