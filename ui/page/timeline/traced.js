watch("value", () => {
  const note = document.querySelector("#traceform .note");
  if (note) note.textContent = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.offsetParent) document.querySelector("#trace-opened .close")?.click();
});
