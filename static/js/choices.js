// Ticking forums: what overlaps is said at once, beside both; the server decides all the same.
import { word } from "./words.js";

export function overlaps(one, other) {
  // half open: one that ends at ten does not meet one that starts at ten
  return one.starts < other.ends && other.starts < one.ends;
}

function facts(item) {
  return {
    item,
    box: item.querySelector("input[type=checkbox]"),
    title: item.dataset.title,
    starts: Date.parse(item.dataset.starts),
    ends: Date.parse(item.dataset.ends),
  };
}

function show(list, sum) {
  const all = [...list.querySelectorAll("[data-choice]")].map(facts);
  const chosen = all.filter(({ box }) => box.checked);
  for (const one of all) {
    const rivals = one.box.checked ? chosen.filter((other) => other !== one && overlaps(one, other)) : [];
    one.item.classList.toggle("choice--chosen", one.box.checked);
    one.item.classList.toggle("choice--clash", rivals.length > 0);
    const line = one.item.querySelector("[data-clash-text]");
    line.textContent = rivals.length ? word("clash", { title: rivals.map((rival) => rival.title).join(", ") }) : "";
    line.hidden = !rivals.length;
  }
  if (sum) sum.textContent = chosen.length ? word("chosen", { count: chosen.length }) : "";
}

export function startChoices() {
  document.querySelectorAll("[data-choices]").forEach((list) => {
    const next = list.nextElementSibling;
    const sum = next && next.hasAttribute("data-choices-sum") ? next : null;
    const scope = list.closest("form") || list;
    scope.addEventListener("change", () => show(list, sum));
    if (list.querySelector("input:checked")) show(list, sum);
  });
}
