// Files go one after the other to their own address, so that the browser can say how much has arrived.
const section = () => element.querySelector(".intake");
const waiting = [];
let current = null;
let timer = 0;
// What was chosen outlives the panel, which is drawn anew with every look: a file must not land where all may read it.
let into = "";
const choice = () => element.querySelector("select[name=collection]");

const line = (file) => {
  const item = document.createElement("li");
  item.className = "file sending";
  const name = Object.assign(document.createElement("bdi"), { className: "name", textContent: file.name });
  const stage = Object.assign(document.createElement("span"), { className: "stage" });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", file.name);
  stage.textContent = section().dataset.sending;
  item.append(name, stage, bar);
  return { file, item, stage, bar, into };
};
const redraw = () => {
  const list = element.querySelector(".sending");
  list?.replaceChildren(...[current, ...waiting].filter(Boolean).map((one) => one.item));
};
// An event of its own: a press that comes while a look is on its way would be lost.
const refresh = () => trigger("look", { act: "refresh" });

const next = () => {
  current = waiting.shift() ?? null;
  redraw();
  if (!current) return;
  const { file, stage, bar, into } = current;
  const request = new XMLHttpRequest();
  const lost = () => {
    stage.textContent = section().dataset.lost;
    bar.remove();
    current.item.classList.add("failed");
    setTimeout(done, 4000);
  };
  const done = () => { next(); refresh(); };
  const chosen = into ? `&collection=${encodeURIComponent(into)}` : "";
  request.open("PUT", `${section().dataset.path}?name=${encodeURIComponent(file.name)}${chosen}`);
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.total ? (100 * event.loaded) / event.total : 100;
    stage.textContent = `${section().dataset.sending} ${Math.floor(bar.value)}%`;
  });
  request.addEventListener("load", () => ([202, 422].includes(request.status) ? done() : lost()));
  request.addEventListener("error", lost);
  request.send(file);
};
const give = (files) => {
  for (const file of files) {
    if (file.size > Number(section().dataset.largest)) trigger("act", { act: "refuse", name: file.name });
    else waiting.push(line(file));
  }
  if (!current) next();
  else redraw();
};

element.addEventListener("change", (event) => {
  if (event.target === choice()) into = event.target.value;
  if (event.target.type !== "file") return;
  give([...event.target.files]);
  event.target.value = "";
});
dropping(section, give);
watch("value", () => {
  redraw();
  if (into && choice()) choice().value = into;
  const active = section()?.dataset.active === "1";
  // The looks go on by themselves: one that finds nothing new changes no value, and nothing would follow it.
  if (active && !timer) timer = setInterval(refresh, 600);
  if (active || !timer) return;
  clearInterval(timer);
  timer = 0;
  // The list below shows what has been taken in.
  document.dispatchEvent(new CustomEvent("geungeo:documents"));
});
