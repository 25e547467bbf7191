// Gradio listens to the events it finds in quotes: "again", "stop", "pack", "begun".
// A starter and an edited question go through the question box, so that there is one way to ask.
const box = () => document.querySelector("#question textarea");
const put = (text) => {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};
element.addEventListener("click", (event) => {
  const starter = event.target.closest(".starter");
  const edit = event.target.closest("[data-edit]");
  if (starter) {
    put(starter.dataset.text);
    setTimeout(() => document.querySelector("#question button").click());
  }
  if (edit) {
    put(edit.dataset.text);
    window.geungeo.edit(edit.dataset.edit, JSON.parse(edit.dataset.set));
    box().focus();
  }
});

const newest = () => [...element.querySelectorAll(".turn")].pop();
// When a reply begins, what was asked leaves the box; what the reader typed meanwhile is the reader's.
const begun = (turn) => {
  if (box().value.trim() === turn.querySelector(".asked").textContent.trim()) put("");
  trigger("begun");
};

let last = "";
let grew = false;
watch("value", () => {
  press(document.querySelectorAll(".cite"), openIn(document.querySelector("#opened")), citation);
  const talk = element.querySelector("[data-talk]")?.dataset.talk;
  if (talk) address({ talk });
  const turn = newest();
  const grows = Boolean(turn?.querySelector(".working"));
  const other = turn && turn.dataset.turn !== last;
  if (other) turn.scrollIntoView({ block: "start" });
  if ((other && last) || (grows && !grew)) begun(turn);
  last = turn?.dataset.turn ?? "";
  grew = grows;
});

// After an answer its citations come next: Tab leaves the empty question box for the first of them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || event.shiftKey || event.target !== box() || box().value) return;
  const first = newest()?.querySelector(".cite");
  if (!first || !element.offsetParent) return;
  event.preventDefault();
  first.focus();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, [contenteditable=true]");
  if (event.ctrlKey || event.metaKey || event.altKey || !element.offsetParent) return;
  if (event.key === "Escape") {
    document.querySelector("#opened .close")?.click();
    window.geungeo?.edit("", {});
  }
  if (typing) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("#question textarea")?.focus();
  }
  if (/^[1-9]$/.test(event.key)) {
    newest()?.querySelector(`.cite[data-marker="${event.key}"]`)?.click();
  }
});
