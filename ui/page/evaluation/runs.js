element.addEventListener("click", (event) => {
  const card = event.target.closest("[data-run]");
  if (card) address({ tab: "evaluation", run: card.dataset.run, other: "" });
});
