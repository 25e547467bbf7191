opening((open, before) => {
  press(document.querySelectorAll("#traced .cite"), open, citation);
  document.querySelector("#trace-right").scrollTop = 0;
  element.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  if (!open && before) {
    const marker = before.split("-").pop();
    document.querySelector(`#traced .cite[data-marker="${marker}"]`)?.focus({ preventScroll: true });
  }
}, { preventScroll: true });
