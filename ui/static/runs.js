// Gradio listens to the event that it finds in quotes: "start". The address names the open run.
element.addEventListener("click", (event) => {
  const card = event.target.closest("[data-run]");
  if (!card) return;
  const address = new URL(window.location.href);
  address.searchParams.set("tab", "evaluation");
  address.searchParams.set("run", card.dataset.run);
  address.searchParams.delete("other");
  window.history.replaceState(null, "", address);
});
