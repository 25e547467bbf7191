// Gradio listens to the events that it finds in quotes: "judge".
element.addEventListener("change", (event) => {
  const select = event.target.closest("[data-compare]");
  if (!select) return;
  address({ other: select.value });
  trigger("act", { act: "compare", run: select.dataset.compare, other: select.value });
});
element.addEventListener("submit", (event) => {
  const form = event.target.closest(".judging");
  if (!form) return;
  event.preventDefault();
  // Enter in a field submits with the first button: a judgement is only ever given by pressing one.
  if (!event.submitter || document.activeElement?.matches(".judging input")) return;
  const { run, case: name, shown } = form.dataset;
  const written = Object.fromEntries(new FormData(form));
  trigger("judge", { ...written, act: "judge", verdict: event.submitter.value, run, case: name, shown });
});
// On a narrow window the list stands above the run: a run chosen there is gone to.
let chosen = false;
document.addEventListener("click", (event) => { chosen ||= Boolean(event.target.closest("#runs [data-run]")); });
watch("value", () => {
  if (chosen && narrow()) element.scrollIntoView({ block: "start" });
  chosen = false;
});
