let opened = "";
let left = 0;
watch("value", () => {
  const article = element.querySelector(".volume");
  const id = article?.dataset.document ?? "";
  const named = new URL(window.location.href).searchParams.get("document");
  // The quote that the address names is of the document it came with.
  const elsewhere = id === named ? {} : { version: "", quote: "" };
  address(id ? { tab: "documents", document: id, ...elsewhere } : { document: "", ...elsewhere });

  const target = element.querySelector("[data-target]") ?? element.querySelector(".asking");
  if (target) target.scrollIntoView({ block: target.matches("mark, tr") ? "center" : "start" });
  else if (article && opened !== id) window.scrollTo(0, 0);
  if (article && opened !== id) element.querySelector(".back")?.focus({ preventScroll: true });
  if (!article && opened) {
    window.scrollTo(0, left);
    document.querySelector(`#shelf [data-document="${CSS.escape(opened)}"]`)?.focus({ preventScroll: true });
  }
  if (article?.classList.contains("notice")) document.dispatchEvent(new CustomEvent("geungeo:documents"));
  opened = article ? id || "-" : "";
});
document.addEventListener("click", (event) => {
  if (event.target.closest('#shelf [data-act="open"]')) left = window.scrollY;
}, true);
// Narrow windows fold the contents away; they can be opened.
const fold = () => {
  const contents = element.querySelector(".contents");
  if (contents && narrow()) contents.open = false;
};
watch("value", fold);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.offsetParent) {
    (element.querySelector('.asking [data-act="open"]') ?? element.querySelector(".back"))?.click();
  }
});
