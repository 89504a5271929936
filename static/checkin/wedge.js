// A hand scanner types like a very fast keyboard and ends with Enter or Tab. It works wherever the focus is,
// and with any keyboard layout or input method: keys are taken by their place (`code`), not by their letter.
// A key may come late (a busy phone, a radio that repeats itself): a pause alone never cuts a reading in two.
import { createRepeat } from "./repeat.js";

const IDLE = 2000; // ms without a key: what was typed before belongs to nothing any more
const FAST = 80; // ms between two keys, in the middle of all of them: nobody types a dozen keys like that
const LEAST = 8; // keys of the shortest thing worth reading, a printed code
const WHOLE = /A[0-9A-HJKMNP-TV-Z]{127}$/; // a badge's token, which is complete without an Enter
const AFTER_WHOLE = 150; // ms in which the Enter after a whole token still belongs to it
const LONG = 24; // a scanner set up without Enter reads a foreign code: this many keys, then silence
const SILENCE = 1200;

const PLACES = { Minus: "-", NumpadSubtract: "-", Period: ".", NumpadDecimal: ".", Slash: "/", NumpadDivide: "/", Equal: "=" };
const SHIFTED = { Semicolon: ":", Equal: "+", Digit4: "$", Digit5: "%", Digit8: "*" };
const ENDS = ["Enter", "Tab", "NumpadEnter"];

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

function middle(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

export function startWedge(target, onToken) {
  const repeat = createRepeat();
  let keys = "";
  let gaps = []; // ms between the keys
  let at = 0;
  let before = null; // what the focused field held before the burst
  let timer = 0;

  function forget() {
    clearTimeout(timer);
    keys = "";
    gaps = [];
  }

  // Where no field has the focus nobody types but a scanner; in a field its pace gives it away.
  const machine = () => !before || (gaps.length > 2 && middle(gaps) < FAST);

  function finish() {
    const whole = WHOLE.exec(keys);
    const token = whole ? whole[0] : keys; // a stray key before a badge is no part of it
    forget();
    if (before) before.place.value = before.value;
    const fresh = repeat.take(token, Date.now());
    if (fresh) onToken(fresh);
  }

  function take(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift" || event.repeat) return;
    const now = event.timeStamp;
    if (now - at > IDLE) forget();
    if (!keys) {
      const place = field(event.target);
      before = place ? { place, value: place.value } : null;
    }
    if (ENDS.includes(event.key) || ENDS.includes(event.code)) {
      if (keys.length < LEAST || !machine()) {
        forget();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      finish();
      return;
    }
    const character = keyCharacter(event);
    if (!character) return;
    if (keys) gaps.push(now - at);
    at = now;
    keys += character;
    // Once it is clear that a machine types, a focused button or field is kept out of it.
    if (keys.length > 3 && machine() && event.key !== "Process") event.preventDefault();
    clearTimeout(timer);
    if (WHOLE.test(keys)) timer = setTimeout(finish, AFTER_WHOLE);
    else if (keys.length >= LONG && machine()) timer = setTimeout(finish, SILENCE);
  }

  target.addEventListener("keydown", take, true);
  if (window.takeEarlyKeys) window.takeEarlyKeys().forEach(take);
}
