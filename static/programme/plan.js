// The day grid: items are laid on a time scale, dragged, stretched and moved by keys; each step is stored at once.
const STEP = 5;
const SCALE = 1.8;
const LEAST = 22;
// what stands above and below the lines of a box
const EDGES = 6;
const plan = document.querySelector("[data-plan]");
const told = document.querySelector("[data-told]");
const done = [];

function two(number) {
  return String(number).padStart(2, "0");
}

function clock(minutes) {
  const inDay = ((minutes % 1440) + 1440) % 1440;
  return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`;
}

function read(item) {
  return { start: Number(item.dataset.start), minutes: Number(item.dataset.minutes), room: item.closest("[data-room]") };
}

function rooms() {
  return [...plan.querySelectorAll("[data-room]")];
}

function bounds() {
  const items = [...plan.querySelectorAll("[data-item]")].map(read);
  const first = Math.min(540, ...items.map((one) => one.start));
  const last = Math.max(1080, ...items.map((one) => one.start + one.minutes));
  return [Math.floor(first / 60) * 60 - 60, Math.ceil(last / 60) * 60 + 60];
}

let range = [480, 1140];

// Items that overlap in one room stand side by side: [lane, how many lanes its neighbours take].
function lanes(items) {
  const placed = [];
  let ends = [];
  let group = [];
  items.forEach((one) => {
    if (ends.every((end) => end <= one.start)) {
      ends = [];
      group = [];
    }
    let lane = ends.findIndex((end) => end <= one.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = one.start + one.minutes;
    const mine = [lane, 1];
    group.push(mine);
    group.forEach((other) => (other[1] = ends.length));
    placed.push(mine);
  });
  return placed;
}

function place(room) {
  const list = room.querySelector("ol");
  list.style.height = `${(range[1] - range[0]) * SCALE}px`;
  const items = [...list.querySelectorAll("[data-item]")].sort((a, b) => a.dataset.start - b.dataset.start);
  const facts = items.map(read);
  const lane = lanes(facts);
  const line = items.length ? parseFloat(getComputedStyle(items[0]).lineHeight) : 1;
  items.forEach((item, position) => {
    const { start, minutes } = facts[position];
    item.style.top = `${(start - range[0]) * SCALE}px`;
    const height = Math.max(minutes * SCALE, LEAST);
    item.style.height = `${height}px`;
    const lines = Math.floor((height - EDGES) / line);
    const more = item.querySelector(".plan__facts");
    more.hidden = lines < 3;
    item.style.setProperty("--title-lines", Math.max(more.hidden ? lines : lines - 1, 1));
    const [own, count] = lane[position];
    item.style.left = `${(100 * own) / count}%`;
    item.style.width = `${100 / count}%`;
    item.querySelector("[data-when]").textContent = `${clock(start)}–${clock(start + minutes)}`;
    item.title = `${item.querySelector(".plan__title").textContent} · ${more.textContent}`;
  });
}

function rule(room) {
  const list = room.querySelector("ol");
  list.querySelectorAll(".plan__hour").forEach((old) => old.remove());
  for (let hour = range[0]; hour < range[1]; hour += 60) {
    const line = document.createElement("li");
    line.className = "plan__hour";
    line.setAttribute("aria-hidden", "true");
    line.style.top = `${(hour - range[0]) * SCALE}px`;
    line.textContent = clock(hour);
    list.prepend(line);
  }
}

function layAll() {
  range = bounds();
  rooms().forEach((room) => {
    rule(room);
    place(room);
  });
}

function set(item, { start, minutes, room }) {
  const from = item.closest("[data-room]");
  item.dataset.start = start;
  item.dataset.minutes = minutes;
  if (room !== from) room.querySelector("ol").append(item);
  place(from);
  place(room);
}

function say(lines, clash) {
  const text = told.querySelector("[data-told-text]");
  text.textContent = "";
  lines.forEach((line) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    text.append(paragraph);
  });
  told.hidden = lines.length === 0;
  told.classList.toggle("notice--doubt", clash);
  told.classList.toggle("notice--yes", !clash);
}

function localStart(start) {
  const day = new Date(`${plan.dataset.day}T00:00:00Z`);
  day.setUTCMinutes(start);
  return day.toISOString().slice(0, 16);
}

async function store(item, before) {
  const now = read(item);
  const body = new URLSearchParams({ start: localStart(now.start), minutes: now.minutes, room: now.room.dataset.room });
  let answer;
  try {
    answer = await fetch(item.dataset.move, {
      method: "POST",
      body,
      headers: {
        Accept: "application/json",
        "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
      },
    });
  } catch (error) {
    set(item, before);
    say([document.getElementById("page-words").dataset.failed], true);
    return;
  }
  const document_ = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    set(item, before);
    say([document_.detail || ""], true);
    return;
  }
  item.classList.toggle("plan__item--clash", document_.clashes.length > 0);
  const title = item.querySelector("a").textContent.trim();
  const moved = plan.dataset.moved
    .replace("{title}", title)
    .replace("{when}", item.querySelector("[data-when]").textContent)
    .replace("{room}", now.room.dataset.name);
  say([moved, ...document_.clashes], document_.clashes.length > 0);
}

function step(item, change) {
  const before = read(item);
  const after = { ...before, ...change };
  if (after.minutes < STEP || after.start < range[0]) return;
  done.push([item, before]);
  set(item, after);
  item.focus({ preventScroll: true });
  clearTimeout(item.storing);
  item.first = item.first || before;
  item.storing = setTimeout(() => {
    const first = item.first;
    item.first = null;
    store(item, first);
  }, 350);
}

function neighbour(room, by) {
  const all = rooms();
  return all[all.indexOf(room) + by];
}

function onKey(event) {
  const item = event.target.closest("[data-item]");
  if (!item || event.target !== item || event.altKey || event.metaKey) return;
  const { start, minutes, room } = read(item);
  const down = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const side = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (event.ctrlKey && event.key === "z" && done.length) {
    const [last, before] = done.pop();
    const now = read(last);
    set(last, before);
    last.focus();
    store(last, now);
  } else if (event.ctrlKey) {
    return;
  } else if (down && event.shiftKey) {
    step(item, { minutes: minutes + down * STEP });
  } else if (down) {
    step(item, { start: start + down * STEP });
  } else if (side && neighbour(room, side)) {
    step(item, { room: neighbour(room, side) });
  } else if (event.key === "Enter") {
    item.querySelector("a").click();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function onPointer(event) {
  const item = event.target.closest("[data-item]");
  if (!item || event.button !== 0) return;
  const before = read(item);
  const stretch = event.target.classList.contains("plan__edge");
  const from = { x: event.clientX, y: event.clientY };
  let moved = false;
  const follow = (move) => {
    const steps = Math.round((move.clientY - from.y) / SCALE / STEP) * STEP;
    if (!moved && Math.abs(move.clientY - from.y) < 4 && Math.abs(move.clientX - from.x) < 4) return;
    moved = true;
    item.classList.add("plan__item--moving");
    const under = rooms().find((room) => {
      const box = room.getBoundingClientRect();
      return move.clientX >= box.left && move.clientX < box.right;
    });
    const after = stretch
      ? { ...before, minutes: Math.max(STEP, before.minutes + steps) }
      : { start: before.start + steps, minutes: before.minutes, room: under || before.room };
    set(item, after);
  };
  const drop = () => {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    item.classList.remove("plan__item--moving");
    if (!moved) return;
    // the click that ends a drag opens nothing
    const swallow = (click) => click.preventDefault();
    document.addEventListener("click", swallow, { once: true, capture: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
    done.push([item, before]);
    item.focus({ preventScroll: true });
    store(item, before);
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

if (plan) {
  plan.classList.add("plan--scaled");
  plan.querySelectorAll("[data-item]").forEach((item) => {
    const edge = document.createElement("span");
    edge.className = "plan__edge";
    item.append(edge);
  });
  layAll();
  plan.addEventListener("keydown", onKey);
  plan.addEventListener("pointerdown", onPointer);
}
