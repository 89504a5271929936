// The keys of the stage's desk press its buttons; a remote for slides sends page up and page down.

const KEYS = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "back",
  PageUp: "back",
  g: "group",
  G: "group",
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const elsewhere = event.target.closest("input, select, textarea");
  if (!act || elsewhere || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  document.querySelector(`[data-cue="${act}"]`)?.click();
});
