element.addEventListener("change", (event) => {
  const select = event.target.closest("[data-compare]");
  if (!select) return;
  const address = new URL(window.location.href);
  if (select.value) address.searchParams.set("other", select.value);
  else address.searchParams.delete("other");
  window.history.replaceState(null, "", address);
  trigger("act", { act: "compare", run: select.dataset.compare, other: select.value });
});
