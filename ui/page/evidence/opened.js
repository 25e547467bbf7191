let presser = null;
document.addEventListener("click", (event) => {
  const control = event.target.closest('[data-act="cite"]');
  if (control && !element.contains(control)) presser = control;
});

opening((open, before) => {
  press(document.querySelectorAll(".cite"), open, citation);
  for (const pane of [document.querySelector("#evidence"), document.querySelector("#opened")]) pane.scrollTop = 0;
  (element.querySelector("figure") ?? element.querySelector("mark"))?.scrollIntoView({ block: "nearest" });
  if (!open && before && narrow()) presser?.focus();
});
