// The file comes as text and is made here: no address of the server names it.
watch("value", () => {
  const file = element.querySelector("[data-content]");
  if (!file) return;
  const bytes = Uint8Array.from(atob(file.dataset.content), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: file.dataset.type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: file.dataset.name });
  document.body.append(link);
  link.click();
  link.remove();
  file.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
});
