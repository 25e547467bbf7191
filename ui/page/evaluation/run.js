element.addEventListener("change", (event) => {
  const select = event.target.closest("[data-compare]");
  if (!select) return;
  address({ other: select.value });
  trigger("act", { act: "compare", run: select.dataset.compare, other: select.value });
});
