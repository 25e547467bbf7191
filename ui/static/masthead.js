// The address names the open tab, so that it can be kept and passed on.
document.documentElement.lang = props.language;
const tabs = document.querySelector("#tabs");
tabs?.addEventListener("click", (event) => {
  const name = event.target.closest("[role=tab]")?.dataset.tabId;
  if (!name) return;
  const address = new URL(window.location.href);
  address.searchParams.set("tab", name);
  window.history.replaceState(null, "", address);
});

// The other language opens at the same tab.
element.addEventListener("click", (event) => {
  const link = event.target.closest("a.language");
  if (link) link.search = window.location.search;
});
