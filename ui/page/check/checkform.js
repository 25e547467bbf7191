// What is typed goes to the server only when it is to be checked.
const LARGEST = 20 * 1024 * 1024;
const given = () => Object.fromEntries(new FormData(element.querySelector("form")));

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text, as_of } = given();
  trigger("submit", { text, as_of });
});

const bytes = (buffer) => {
  const read = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < read.length; at += 32768) text += String.fromCharCode(...read.subarray(at, at + 32768));
  return btoa(text);
};

const load = async (file) => {
  const note = element.querySelector(".note");
  note.className = "note";
  note.textContent = `${element.querySelector("[type=file]").dataset.reading} …`;
  const { text, as_of } = given();
  const large = file.size > LARGEST;
  trigger("upload", {
    name: file.name, text, as_of, large: large ? "1" : "", content: large ? "" : bytes(await file.arrayBuffer()),
  });
};

element.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length) load(event.target.files[0]);
});
dropping(() => element, ([file]) => load(file));
// Text pasted or dropped in the middle of writing is kept; Ctrl+Enter checks it.
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.querySelector("form").requestSubmit();
});
