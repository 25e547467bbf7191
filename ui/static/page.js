// Runs once for each of the page's HTML components with (element, trigger, props, watch) in scope.
// A press of anything with data-act goes to the server as the event "act"; the rest is each panel's own script.
element.addEventListener("click", (event) => {
  const control = event.target.closest("[data-act]");
  if (control && !control.disabled) trigger("act", { ...control.dataset });
});
