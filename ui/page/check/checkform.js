// What is typed goes to the server only when it is to be checked.
const LARGEST = 20 * 1024 * 1024;
const given = () => Object.fromEntries(new FormData(element.querySelector("form")));

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text, as_of, address } = given();
  // Nothing but an address is no text to check: what stands there is read first, to be looked over.
  const bare = /^https?:\/\/\S+$/i.test(text.trim());
  if (bare) visit(text.trim());
  else if (!text.trim() && address.trim()) visit(address);
  else trigger("submit", { text, as_of });
});

const reading = (said) => {
  const note = element.querySelector(".note");
  note.className = "note";
  note.textContent = `${said} …`;
};

const visit = (address) => {
  const { text, as_of } = given();
  reading(element.querySelector("[name=address]").dataset.reading);
  trigger("visit", { address, text, as_of });
};
element.addEventListener("click", (event) => { if (event.target.closest("[data-fetch]")) visit(given().address); });

const bytes = (buffer) => {
  const read = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < read.length; at += 32768) text += String.fromCharCode(...read.subarray(at, at + 32768));
  return btoa(text);
};

const load = async (file) => {
  reading(element.querySelector("[type=file]").dataset.reading);
  const { text, as_of, address } = given();
  const large = file.size > LARGEST;
  trigger("upload", {
    name: file.name, text, as_of, address, large: large ? "1" : "", content: large ? "" : bytes(await file.arrayBuffer()),
  });
};

element.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length) load(event.target.files[0]);
});
dropping(() => element, ([file]) => load(file));
// Text pasted or dropped in the middle of writing is kept; Ctrl+Enter checks it.
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.name === "address") {
    event.preventDefault();
    visit(event.target.value);
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.querySelector("form").requestSubmit();
});
