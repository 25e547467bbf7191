document.documentElement.lang = props.language;
const tabs = document.querySelector("#tabs");
tabs?.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]")?.dataset.tabId;
  if (tab) address({ tab });
});

// The other language opens at the same tab.
element.addEventListener("click", (event) => {
  const link = event.target.closest("a.language");
  if (link) link.search = window.location.search;
});
