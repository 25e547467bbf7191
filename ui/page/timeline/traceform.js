const submit = () => {
  const { subject, as_of } = Object.fromEntries(new FormData(element.querySelector("form")));
  const note = element.querySelector(".note");
  note.textContent = subject.trim() ? `${note.dataset.searching} …` : "";
  address({ tab: "timeline", subject: subject.trim(), as_of });
  trigger("submit", { subject, as_of });
};
element.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
