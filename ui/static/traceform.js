// The address names the programme, so that its history can be kept and passed on.
const submit = () => {
  const { subject, as_of } = Object.fromEntries(new FormData(element.querySelector("form")));
  const note = element.querySelector(".note");
  note.textContent = subject.trim() ? `${note.dataset.searching} …` : "";
  const address = new URL(window.location.href);
  address.searchParams.set("tab", "timeline");
  for (const [name, value] of [["subject", subject.trim()], ["as_of", as_of]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  window.history.replaceState(null, "", address);
  trigger("submit", { subject, as_of });
};
element.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
