// Whether the server is heard, when it last was, how many scans wait, how old the copy is: said at all times.
import { Refused } from "./api.js";

const CALM = 10000; // ms between two questions while the server answers
const SEARCHING = 3000; // ms while it does not

export function createLink(page, { ask, copyFacts, onHeard }) {
  const line = page.querySelector("[data-connection]");
  const words = line.dataset;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: page.dataset.timeZone,
  });
  const state = { known: false, online: true, refused: false, revoked: false, waiting: 0, lasting: true, last: 0 };
  let timer = 0;
  let shown = 0; // how often totals were shown

  function copyText() {
    if (!words.copy) return "";
    const facts = copyFacts();
    if (!facts) return words.noCopy;
    return words.copy.replace("{time}", clock.format(facts.at)).replace("{count}", facts.badges);
  }

  function paint() {
    const { known, online, refused, revoked, waiting, lasting, last } = state;
    if (!known) return;
    const parts = [revoked ? words.revoked : online ? words.online : refused ? words.refused : words.offline];
    if (waiting) parts.push(words.waiting.replace("{count}", waiting));
    if (!online && last) parts.push(words.last.replace("{time}", clock.format(last)));
    if (!revoked) parts.push(copyText());
    if (!lasting) parts.push(words.fleeting);
    line.textContent = parts.filter(Boolean).join(" · ");
    line.classList.toggle("gate__connection--off", !online || waiting > 0 || revoked);
    page.dataset.link = revoked ? "revoked" : online ? "online" : "offline";
    page.dataset.waiting = String(waiting);
  }

  function show(totals) {
    if (!totals) return;
    shown += 1;
    if ("drill" in totals) page.dataset.drill = String(totals.drill > 0);
    for (const [key, value] of Object.entries(totals)) {
      const place = page.querySelector(`[data-count="${key}"]`);
      if (place && place.textContent !== String(value)) place.textContent = String(value);
    }
  }

  function set(news) {
    const back = news.online === true && !state.online;
    Object.assign(state, news);
    paint();
    if (back) onHeard();
  }

  function heard(totals) {
    show(totals);
    set({ known: true, online: true, refused: false, last: Date.now() });
  }

  function lost(error) {
    set({ known: true, online: false, refused: error instanceof Refused });
  }

  async function poll() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      const before = shown;
      try {
        const totals = await ask();
        // a scan that was answered meanwhile knows more than this answer does
        heard(shown === before ? totals : null);
      } catch (error) {
        lost(error);
      }
    }
    timer = setTimeout(poll, state.online ? CALM : SEARCHING);
  }

  window.addEventListener("online", poll);
  window.addEventListener("offline", () => set({ known: true, online: false, refused: false }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && poll());

  return {
    start: poll,
    show,
    heard,
    lost,
    repaint: paint,
    isLost: () => state.known && !state.online,
    waiting: (count) => set({ waiting: count }),
    tell: (news) => set(news),
  };
}
