// The controls are the page's own: what they hold travels with the question, as text.
const fields = () => [...element.querySelectorAll("[name]")];
const told = () => {
  const set = fields().filter((one) => one.value);
  const shown = set.map((one) => one.selectedOptions?.[0]?.textContent ?? one.value).join(" · ");
  const summary = element.querySelector(".set");
  if (summary) summary.textContent = shown;
};
window.geungeo = { replaces: "", conditions: () => {
  const sent = Object.fromEntries(fields().map((one) => [one.name, one.value]));
  sent.replaces = window.geungeo.replaces;
  window.geungeo.edit("", {});
  return JSON.stringify(sent);
} };
// Editing puts a question back into the box with its conditions; sending it then replaces that turn.
window.geungeo.edit = (number, set) => {
  window.geungeo.replaces = number;
  if (number) for (const one of fields()) one.value = set[one.name] ?? "";
  let note = element.querySelector(".editing");
  if (!number) note?.remove();
  else if (!note) element.querySelector(".conditions")?.before(Object.assign(document.createElement("p"), {
    className: "editing", role: "status", textContent: props.editing }));
  told();
};
element.addEventListener("input", told);
element.addEventListener("click", (event) => {
  if (!event.target.closest(".clear")) return;
  for (const one of fields()) one.value = "";
  told();
});
watch("value", told);
