// Keyboard first at the desk: `/` search, arrows through the list, Enter opens, x ticks, ? help.
import { openDialog } from "./dialogs.js";

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function rows() {
  return [...document.querySelectorAll("table[data-list] tbody tr")];
}

function mark(row) {
  document.querySelectorAll(".is-here").forEach((old) => old.classList.remove("is-here"));
  row.classList.add("is-here");
  row.scrollIntoView({ block: "nearest" });
  const link = row.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const here = all.findIndex((row) => row.classList.contains("is-here"));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
  mark(all[next]);
  return true;
}

function act(event) {
  const here = document.querySelector(".is-here");
  const dialogOpen = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.metaKey || event.altKey || dialogOpen) return false;
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return false;
  }
  if (typing(event.target)) {
    const filter = event.target.closest("form[role=search]");
    return filter && event.key === "ArrowDown" && event.target.tagName !== "SELECT" ? move(1) : false;
  }
  if (event.key === "/") {
    const field = document.querySelector("[data-search]");
    if (field) {
      field.focus();
      field.select();
    }
    return Boolean(field);
  }
  if (event.key === "?") {
    const keys = document.getElementById("keys");
    if (keys) openDialog(keys);
    return Boolean(keys);
  }
  if (event.key === "ArrowDown" || event.key === "j") return move(1);
  if (event.key === "ArrowUp" || event.key === "k") return move(-1);
  if (event.key === "x" && here) {
    const box = here.querySelector("input[type=checkbox]");
    if (box) box.click();
    return Boolean(box);
  }
  if (event.key === "Enter" && here && event.target === document.body) {
    const link = here.querySelector("a[href]");
    if (link) link.click();
    return Boolean(link);
  }
  return false;
}

// Bulk acts: one box for all, and a count of what is ticked.
function startBulk(form) {
  const count = () => {
    const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
    const ticked = boxes.filter((box) => box.checked).length;
    form.querySelectorAll("[data-bulk-count]").forEach((place) => (place.textContent = String(ticked)));
    form.querySelectorAll("[data-bulk-act]").forEach((button) => (button.disabled = ticked === 0));
    const all = form.querySelector("[data-bulk-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-all]")) {
      const wanted = event.target.checked;
      form.querySelectorAll("tbody input[type=checkbox]").forEach((box) => (box.checked = wanted));
    }
    count();
  });
  document.addEventListener("htmx:afterSettle", count);
  count();
}

export function startLists() {
  document.addEventListener("keydown", (event) => {
    if (act(event)) event.preventDefault();
  });
  document.querySelectorAll("form[data-bulk]").forEach(startBulk);
  // On a phone the console's menu starts folded; without script it stands open.
  const fold = document.querySelector(".side__fold");
  if (fold && window.matchMedia("(max-width: 60rem)").matches) fold.removeAttribute("open");
}
