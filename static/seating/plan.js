// The seating plan: a name is taken up and put down on a seat, by mouse, finger or keys; each step is stored at once.
let plan = document.querySelector("[data-seating]");
const told = document.querySelector("[data-told]");
let held = null;

function say(text, refused) {
  told.querySelector("[data-told-text]").textContent = text;
  told.hidden = !text;
  told.classList.toggle("notice--doubt", Boolean(refused));
  told.classList.toggle("notice--yes", !refused);
}

function word(name, values) {
  return Object.keys(values).reduce((text, key) => text.split(`{${key}}`).join(values[key]), plan.dataset[name]);
}

// While something is dragged nothing is said: the notice would push the seats away from under the pointer.
function takeUp(button, quietly) {
  putBack();
  held = { key: button.dataset.person, name: button.dataset.name, id: button.id };
  button.setAttribute("aria-pressed", "true");
  if (!quietly) say(word("taken", { name: held.name }));
}

function putBack() {
  if (!held) return;
  const button = document.getElementById(held.id);
  if (button) button.setAttribute("aria-pressed", "false");
  held = null;
  say("");
}

// The answer is the whole page as it stands now: its plan takes the place of this one.
async function send(url, values, focus, done) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(values),
      headers: { Accept: "text/html", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    });
  } catch (error) {
    say(document.getElementById("page-words").dataset.failed, true);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-seating]");
  const refusal = page.querySelector("[data-focus]");
  if (!answer.ok || !fresh) {
    putBack();
    say(refusal ? refusal.textContent.trim() : document.getElementById("page-words").dataset.failed, true);
    return;
  }
  held = null;
  plan.replaceWith(document.adoptNode(fresh));
  plan = fresh;
  listen();
  const next = document.getElementById(focus);
  if (next) next.focus();
  say(done);
}

function place(seat) {
  const { key, name } = held;
  const { block, row, column } = seat.dataset;
  const done = word("done", { name, seat: seat.dataset.seat });
  send(plan.dataset.place, { person: key, block, row, column }, seat.id, done);
}

function standUp(button) {
  const { person, name } = button.dataset;
  send(plan.dataset.place, { person, block: "" }, button.id, word("stood", { name }));
}

function shut(seat) {
  const { block, row, column } = seat.dataset;
  const closed = seat.dataset.shut === undefined ? "yes" : "no";
  send(plan.dataset.close, { block, line: row, first: column, last: column, closed }, seat.id, "");
}

function press(button) {
  if (held && button.id === held.id) putBack();
  else if (held && button.dataset.seat) place(button);
  else if (button.dataset.person) takeUp(button);
}

function beside(seat, key) {
  const rows = [...plan.querySelectorAll(".seating__row")].map((row) => [...row.querySelectorAll("[data-seat]")]);
  const at = rows.findIndex((row) => row.includes(seat));
  const column = rows[at].indexOf(seat);
  if (key === "ArrowLeft") return rows[at][column - 1];
  if (key === "ArrowRight") return rows[at][column + 1];
  const row = rows[at + (key === "ArrowDown" ? 1 : -1)];
  return row && row[Math.min(column, row.length - 1)];
}

function onKey(event) {
  const button = event.target.closest("[data-seat], [data-person]");
  if (event.key === "Escape" && held) putBack();
  else if (!button || event.ctrlKey || event.altKey || event.metaKey) return;
  else if (event.key === "Enter" || event.key === " ") press(button);
  else if (event.key === "Delete" && button.dataset.seat && button.dataset.person) standUp(button);
  else if (event.key.toLowerCase() === "x" && button.dataset.seat && !button.dataset.person) shut(button);
  else if (event.key.startsWith("Arrow")) {
    const next = button.dataset.seat ? beside(button, event.key) : held && plan.querySelector("[data-seat]");
    if (!next) return;
    next.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function seatUnder(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under && under.closest("[data-seat]");
}

function onPointer(event) {
  const button = event.target.closest("[data-seat], [data-person]");
  if (!button || event.button !== 0) return;
  const from = { x: event.clientX, y: event.clientY };
  let dragged = false;
  let over = null;
  const follow = (move) => {
    if (!dragged && Math.abs(move.clientX - from.x) < 5 && Math.abs(move.clientY - from.y) < 5) return;
    if (!dragged && !button.dataset.person) return;
    if (!dragged) takeUp(button, true);
    dragged = true;
    if (over) over.classList.remove("seating__seat--over");
    over = seatUnder(move);
    if (over) over.classList.add("seating__seat--over");
  };
  const drop = (end) => {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    if (over) over.classList.remove("seating__seat--over");
    if (!dragged) {
      if (end.type === "pointerup") press(button);
      return;
    }
    const seat = end.type === "pointerup" ? seatUnder(end) : null;
    if (seat && seat !== button) place(seat);
    else putBack();
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

function listen() {
  plan.addEventListener("keydown", onKey);
  plan.addEventListener("pointerdown", onPointer);
}

if (plan) listen();
