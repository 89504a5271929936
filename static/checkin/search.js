// Somebody without a badge: by name, by the last four digits of the phone, or by the printed code.
import { Refused } from "./api.js";
import { newId } from "./store.js";

export function startSearch(page, api, { place, onToken, onAnswer }) {
  const form = page.querySelector("[data-gate-search]");
  const input = form.querySelector("input");
  const list = page.querySelector("[data-gate-found]");
  const note = page.querySelector("[data-gate-search-note]");
  let waiting = 0;
  let asked = 0;

  function clear() {
    input.value = "";
    list.replaceChildren();
    note.textContent = "";
  }

  async function admit(item, button) {
    button.setAttribute("aria-busy", "true");
    const id = newId();
    try {
      const answer = await api.admit(item.code, place(), id);
      clear();
      input.blur();
      onAnswer({ id }, answer);
    } catch (error) {
      note.textContent = error instanceof Refused ? note.dataset.refused : note.dataset.unreachable;
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  function line(item) {
    const entry = document.createElement("li");
    entry.className = "gate__found";
    const text = document.createElement("span");
    const name = document.createElement("strong");
    name.textContent = item.name;
    const rest = document.createElement("span");
    rest.className = "gate__found-rest";
    const category = item.category && typeof item.category === "object"
      ? item.category[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]
      : item.category;
    rest.textContent = [category, item.phone_tail && `···· ${item.phone_tail}`].filter(Boolean).join("  ");
    text.append(name, rest);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--primary";
    button.textContent = list.dataset.admit;
    button.setAttribute("aria-label", `${list.dataset.admit}: ${item.name}`);
    button.addEventListener("click", () => admit(item, button));
    entry.append(text, button);
    return entry;
  }

  async function find() {
    const q = input.value.trim();
    const mine = (asked += 1);
    if (q.length < 2 && !/[^\x00-\x7f]/.test(q)) {
      list.replaceChildren();
      note.textContent = "";
      return;
    }
    try {
      const { items } = await api.search(q, place());
      if (mine !== asked) return; // a later question has been asked meanwhile
      list.replaceChildren(...items.map(line));
      note.textContent = items.length ? "" : note.dataset.none;
    } catch {
      if (mine === asked) note.textContent = note.dataset.unreachable;
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 180);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim().toUpperCase();
    // A code has digits and no Chinese; names and phone digits only search.
    if (text.length >= 8 && /\d/.test(text) && /^[0-9A-Z$%*+\-./: ]+$/.test(text)) {
      clear();
      input.blur();
      onToken(text);
    } else {
      find();
    }
  });
  // what was typed while the page was still opening its store
  if (input.value.trim()) find();
}
