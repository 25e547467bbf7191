// Fetched when the tab is first looked at: who only asks a question does not wait for it.
const watcher = new IntersectionObserver((seen) => {
  if (!seen.some((one) => one.isIntersecting)) return;
  watcher.disconnect();
  trigger("seen", {});
});
watcher.observe(element);
