// Texts come from the page, in the reader's language; `{name}` in them is filled in here.
const holder = document.getElementById("page-words");

export function word(key, values = {}) {
  const text = (holder && holder.dataset[key]) || "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function toast(text, seconds = 3) {
  const frame = document.getElementById("toasts");
  if (!frame || !text) return;
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  frame.append(line);
  setTimeout(() => line.remove(), seconds * 1000);
}
