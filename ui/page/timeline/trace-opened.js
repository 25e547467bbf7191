opening((open, before) => {
  press(document.querySelectorAll("#trace-left .cite"), open, citation);
  document.querySelector("#trace-right").scrollTop = 0;
  element.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  if (!open && before) {
    const [group, marker] = before.split("-");
    const named = `[data-group="${group}"][data-marker="${marker}"]`;
    document.querySelector(`#trace-left .cite${named}`)?.focus({ preventScroll: true });
  }
}, { preventScroll: true });
