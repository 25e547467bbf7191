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
  const field = event.target.closest(".against .field");
  if (field) {
    field.querySelector(".chosen").textContent = event.target.files[0].name;
    return;
  }
  load(event.target.files[0]);
  event.target.value = "";
});
element.addEventListener("submit", async (event) => {
  const form = event.target.closest(".against");
  if (!form) return;
  event.preventDefault();
  const note = form.querySelector(".note");
  note.className = "note";
  note.textContent = `${form.dataset.reading} …`;
  const given = { act: "compare", server: form.elements.server?.value ?? "", large: "" };
  for (const [field, name] of [["cases", "name"], ["answers", "answers"]]) {
    const [file] = form.elements[field].files;
    if (!file) continue;
    const large = file.size > Number(form.dataset.largest);
    if (large) given.large = "1";
    given[name] = file.name;
    given[field === "cases" ? "content" : "answers_content"] = large ? "" : bytes(await file.arrayBuffer());
  }
  trigger("upload", given);
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
