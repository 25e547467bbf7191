// A run goes on whoever watches it: whoever has the page open asks how far it is.
// Gradio listens to the events that it finds in quotes: "start".
const bytes = (buffer) => {
  const read = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < read.length; at += 32768) text += String.fromCharCode(...read.subarray(at, at + 32768));
  return btoa(text);
};
const load = async (file) => {
  const input = element.querySelector("[type=file]");
  if (!input) return;
  const note = element.querySelector(".note");
  note.className = "note";
  note.textContent = `${input.dataset.reading} …`;
  const large = file.size > Number(input.dataset.largest);
  trigger("upload", { name: file.name, large: large ? "1" : "", content: large ? "" : bytes(await file.arrayBuffer()) });
};
element.addEventListener("change", (event) => {
  if (event.target.type !== "file" || !event.target.files.length) return;
  load(event.target.files[0]);
  event.target.value = "";
});
dropping(() => element, ([file]) => load(file));

// Looks are an event of their own: a press that comes while one is on its way would be lost. They go on by themselves,
// for a look that finds nothing new changes no value.
const look = (data) => trigger("look", data);
const here = () => new URL(window.location.href).searchParams.get("run") ?? "";
let timer = 0;
watch("value", () => {
  const active = element.querySelector(".launch")?.dataset.active === "1";
  if (active && !timer) timer = setInterval(() => look({ act: "refresh" }), 700);
  if (active || !timer) return;
  clearInterval(timer);
  timer = 0;
  setTimeout(() => look({ act: "ended", run: here() }), 100);
});
