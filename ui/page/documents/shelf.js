// The list is fetched when it is first seen; the search keeps what was chosen until the next list comes.
const asked = (page) => ({ ...Object.fromEntries(new FormData(element.querySelector("form"))), page: String(page) });
const seen = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  seen.disconnect();
  trigger("appear", {});
});
seen.observe(element);

const find = (page = 1) => {
  if (element.querySelector("form")) trigger("submit", asked(page));
};
element.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
element.addEventListener("change", (event) => { if (event.target.matches("select")) find(); });
element.addEventListener("click", (event) => {
  const step = event.target.closest("[data-page]");
  if (step && !step.disabled) {
    stepped = true;
    find(Number(step.dataset.page));
  }
  if (event.target.closest("[data-clear]")) trigger("submit", {});
});

let sought = "";
// Only a step to another page of the list goes to its top: a list that comes by itself moves nothing.
let stepped = false;
element.addEventListener("focusin", (event) => { sought = event.target.name ?? ""; });
watch("value", () => {
  // Each list replaces the form: the field that had the focus gets it back.
  if (sought && document.activeElement === document.body) element.querySelector(`[name="${sought}"]`)?.focus();
  if (stepped) element.scrollIntoView({ block: "start" });
  stepped = false;
});
document.addEventListener("geungeo:documents", () => find());
