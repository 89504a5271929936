// A hand scanner types like a very fast keyboard and ends with Enter or Tab. It works wherever the focus is,
// and with any keyboard layout or input method: keys are taken by their place (`code`), not by their letter.
import { createRepeat } from "./repeat.js";

const FAST = 80; // ms between two keys; nobody types a dozen keys like that
const LEAST = 8; // keys of the shortest thing worth reading, a printed code
const LONG = 24; // a scanner set up without Enter: this many keys and then silence are a badge too
const SILENCE = 150;

const PLACES = { Minus: "-", NumpadSubtract: "-", Period: ".", NumpadDecimal: ".", Slash: "/", NumpadDivide: "/", Equal: "=" };
const SHIFTED = { Semicolon: ":", Equal: "+", Digit4: "$", Digit5: "%", Digit8: "*" };

export function keyCharacter(event) {
  const { code, key } = event;
  if (event.shiftKey && SHIFTED[code]) return SHIFTED[code];
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code[code.length - 1];
  if (PLACES[code]) return PLACES[code];
  return !code && key.length === 1 ? key.toUpperCase() : "";
}

function field(target) {
  return target && "value" in target && "selectionStart" in target ? target : null;
}

export function startWedge(target, onToken) {
  const repeat = createRepeat();
  let keys = "";
  let at = 0;
  let before = null; // what the focused field held before the burst
  let timer = 0;

  function finish() {
    clearTimeout(timer);
    const token = keys;
    keys = "";
    if (before) before.place.value = before.value;
    const fresh = repeat.take(token, Date.now());
    if (fresh) onToken(fresh);
  }

  target.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift" || event.repeat) return;
      const now = event.timeStamp;
      if (now - at > FAST) keys = "";
      if (!keys) {
        const place = field(event.target);
        before = place ? { place, value: place.value } : null;
      }
      at = now;
      if (event.key === "Enter" || event.key === "Tab" || event.code === "Enter" || event.code === "NumpadEnter") {
        if (keys.length < LEAST) {
          keys = "";
          return;
        }
        event.preventDefault();
        event.stopPropagation();
        finish();
        return;
      }
      keys += keyCharacter(event);
      // Once it is clear that a machine types, a focused button or field is kept out of it.
      if (keys.length > 3 && event.key !== "Process") event.preventDefault();
      clearTimeout(timer);
      if (keys.length >= LONG) timer = setTimeout(finish, SILENCE);
    },
    true,
  );
}
