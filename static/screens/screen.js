// The big screen: asks what is live, moves only what changed, says when the server was last heard.
// It is left alone for days: one timer, one request at a time, nothing that grows. The key L (or #logo in the
// address) shows the congress's sign whatever is live.
const PACE = 800; // ms: with the second for which the server keeps its answer, a change shows within two
const PATIENCE = 8000;
const TURN = 10000; // ms for which each part of what has no room at once is in view
const SILENT = 30000; // ms without an answer before the screen says so

const screen = document.getElementById("screen");
const list = screen.querySelector("[data-list]");
const logo = screen.querySelector("[data-logo]");
const title = screen.querySelector("[data-title]");
const heard = screen.querySelector("[data-heard]");
const model = document.getElementById("screen-figure");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: screen.dataset.timeZone,
});
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let logoWished = false;
let lastHeard = null;
let lastTold = Date.now();

// The unit behind a number is set smaller than the number.
function parts(text) {
  const [, number, unit] = /^([-¥\d,.\s]*)(.*)$/.exec(text);
  return number.trim() ? [number.trim(), unit.trim()] : [text, ""];
}

// Counts up or down to a new whole number; anything else is simply replaced.
function change(frame, whole) {
  if (frame.dataset.shown === whole) return;
  frame.dataset.shown = whole;
  let place = frame.querySelector("[data-number]");
  if (!place) {
    const number = document.createElement("span");
    number.dataset.number = "";
    number.textContent = parts(frame.textContent.trim())[0];
    const small = document.createElement("small");
    small.dataset.unit = "";
    frame.replaceChildren(number, small);
    place = number;
  }
  const [text, unit] = parts(whole);
  frame.querySelector("[data-unit]").textContent = unit;
  const old = place.textContent;
  if (old === text) return;
  const [from, to] = [old, text].map((value) => (/^[\d,]+$/.test(value) ? Number(value.replace(/,/g, "")) : NaN));
  if (Number.isNaN(from) || Number.isNaN(to) || still.matches || document.visibilityState !== "visible") {
    place.textContent = text;
    return;
  }
  const grouped = text.includes(",");
  const began = performance.now();
  const mark = (place.dataset.turn = String(began));
  const step = (now) => {
    if (place.dataset.turn !== mark) return; // a newer change has begun
    const part = Math.min(1, (now - began) / 800);
    const value = Math.round(from + (to - from) * (1 - (1 - part) ** 3));
    place.textContent = part < 1 ? (grouped ? value.toLocaleString("en") : String(value)) : text;
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function show({ scene, title: words, items }) {
  if (screen.dataset.scene !== scene) {
    // another scene begins with an empty stage: nothing of the last one stays in view
    screen.dataset.scene = scene;
    list.replaceChildren();
    showLogo();
  }
  const known = new Map([...list.children].map((place) => [place.dataset.key, place]));
  items.forEach((figure, at) => {
    let place = known.get(figure.key);
    if (!place) {
      place = model.content.firstElementChild.cloneNode(true);
      place.dataset.key = figure.key;
    }
    known.delete(figure.key);
    if (list.children[at] !== place) list.insertBefore(place, list.children[at] || null);
    change(place.querySelector("[data-value]"), figure.value);
    write(place.querySelector("[data-label]"), figure.label);
    write(place.querySelector("[data-note]"), figure.note);
  });
  known.forEach((place) => place.remove());
  const { part, parts: several } = turn();
  write(title, several > 1 ? `${words} ${part + 1} / ${several}` : words);
}

// Nobody scrolls a big screen: what has no room is shown in parts, one after the other. On a phone one does.
function turn() {
  const all = [...list.children];
  all.forEach((place) => (place.hidden = false));
  const room = window.innerHeight - heard.offsetHeight;
  const fitting = all.filter((place) => place.getBoundingClientRect().bottom + window.scrollY <= room).length || 1;
  const several = window.innerWidth < window.innerHeight ? 1 : Math.ceil(all.length / fitting);
  const part = several > 1 ? Math.floor(Date.now() / TURN) % several : 0;
  all.forEach((place, at) => (place.hidden = several > 1 && Math.floor(at / fitting) !== part));
  return { part, parts: several };
}

function tell() {
  if (!lastHeard) return;
  const silent = Date.now() - lastTold > SILENT;
  write(heard, (silent ? heard.dataset.silentText : heard.dataset.heardText).replace("{time}", clock.format(lastHeard)));
  heard.classList.toggle("screen__heard--silent", silent);
}

async function ask() {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE);
  try {
    const answer = await fetch(screen.dataset.live, {
      headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store", signal: cut.signal,
    });
    if (answer.ok) {
      const live = await answer.json();
      show(live);
      lastHeard = new Date(live.heard_at);
      lastTold = Date.now();
    }
  } catch {
    // silence is told by tell(); the next turn asks again
  } finally {
    clearTimeout(timer);
  }
  tell();
  setTimeout(ask, PACE);
}

function showLogo() {
  logo.hidden = !logoWished && screen.dataset.scene !== "logo";
}

function wishLogo(wished) {
  logoWished = wished;
  showLogo();
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "l") wishLogo(!logoWished);
});
window.addEventListener("hashchange", () => wishLogo(window.location.hash === "#logo"));
wishLogo(window.location.hash === "#logo");
ask();
