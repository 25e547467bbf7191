// Found when the tab is first looked at: who only asks a question does not wait for it.
const watcher = new IntersectionObserver((seen) => {
  if (!seen.some((one) => one.isIntersecting)) return;
  watcher.disconnect();
  if (element.querySelector(".finding")) trigger("seen", {});
});
watcher.observe(element);
element.addEventListener("click", (event) => {
  const name = event.target.closest("[data-subject]")?.dataset.subject;
  const form = document.querySelector("#traceform form");
  if (!name || !form) return;
  form.querySelector("[name=subject]").value = name;
  form.requestSubmit();
});
