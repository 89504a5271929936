// Nothing that was typed is lost: a draft in the session's store, and a question before one leaves.
import { toast, word } from "./words.js";

const SECRET = new Set(["password", "file", "hidden", "submit", "button"]);

function kept(form) {
  return [...form.elements].filter((each) => each.name && !SECRET.has(each.type) && !("secret" in each.dataset));
}

function read(form) {
  const draft = {};
  for (const element of kept(form)) {
    if (element.type === "checkbox" || element.type === "radio") {
      if (element.checked) (draft[element.name] = draft[element.name] || []).push(element.value);
      else draft[element.name] = draft[element.name] || [];
    } else if (element.type === "select-multiple") {
      draft[element.name] = [...element.selectedOptions].map((option) => option.value);
    } else {
      (draft[element.name] = draft[element.name] || []).push(element.value);
    }
  }
  return draft;
}

function write(form, draft) {
  let changed = false;
  const places = {};
  for (const element of kept(form)) {
    const values = draft[element.name];
    if (!values) continue;
    if (element.type === "checkbox" || element.type === "radio") {
      const ticked = values.includes(element.value) && !element.disabled;
      changed = changed || ticked !== element.checked;
      element.checked = ticked;
    } else if (element.type === "select-multiple") {
      for (const option of element.options) option.selected = values.includes(option.value);
    } else {
      const place = places[element.name] || 0;
      places[element.name] = place + 1;
      if (values[place] !== undefined && values[place] !== element.value) {
        element.value = values[place];
        changed = true;
      }
    }
  }
  return changed;
}

function store(act) {
  try {
    return act(window.sessionStorage);
  } catch {
    return null; // a browser that keeps nothing; the form works all the same
  }
}

function startDraft(form) {
  const key = `draft:${form.dataset.keep}`;
  const saved = store((storage) => storage.getItem(key));
  // A form that came back with errors already holds what was typed last.
  if (saved && !form.querySelector(".field--wrong, [data-focus]") && write(form, JSON.parse(saved))) {
    form.dispatchEvent(new Event("change", { bubbles: true }));
    offerFreshStart(form, key);
  }
  let waiting = 0;
  const save = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store((storage) => storage.setItem(key, JSON.stringify(read(form)))), 300);
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
}

function offerFreshStart(form, key) {
  const line = document.createElement("p");
  line.className = "notice";
  line.append(`${word("draft")} `);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--quiet button--small";
  drop.textContent = word("draftDrop");
  drop.addEventListener("click", () => {
    store((storage) => storage.removeItem(key));
    window.location.reload();
  });
  line.append(drop);
  form.prepend(line);
}

function startGuard(form) {
  let touched = false;
  form.addEventListener("input", () => (touched = true));
  form.addEventListener("submit", () => (touched = false));
  window.addEventListener("beforeunload", (event) => {
    if (!touched) return;
    event.preventDefault();
    event.returnValue = word("leave");
  });
}

// A form sent twice by an impatient thumb does its work once.
function startSending(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const button = event.submitter || form.querySelector("button[type=submit]");
    if (button) button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
}

export function startForms() {
  document.querySelectorAll("[data-kept-done]").forEach((mark) => {
    store((storage) => storage.removeItem(`draft:${mark.dataset.keptDone}`));
  });
  document.querySelectorAll("form[data-keep]").forEach(startDraft);
  document.querySelectorAll("form[data-guard]:not([data-keep])").forEach(startGuard);
  document.querySelectorAll("form[method=post]").forEach(startSending);
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
  window.addEventListener("htmx:responseError", () => toast(word("failed")));
  window.addEventListener("htmx:sendError", () => toast(word("failed")));
}
