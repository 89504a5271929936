// Live counts, and whether the server is heard.
import { Refused } from "./api.js";

const PACE = 10000;

export function startCounts(page, api, gate) {
  const state = page.querySelector("[data-connection]");
  let last = { online: true, refused: false, waiting: 0, lasting: true };

  function show(totals) {
    if (!totals) return;
    for (const [key, value] of Object.entries(totals)) {
      const place = page.querySelector(`[data-count="${key}"]`);
      if (place && place.textContent !== String(value)) place.textContent = String(value);
    }
  }

  function connection(news) {
    last = { ...last, ...news };
    const { online, refused, waiting, lasting } = last;
    const words = state.dataset;
    let text = online ? words.online : refused ? words.refused : words.offline;
    if (waiting) text += ` · ${words.waiting.replace("{count}", waiting)}`;
    if (lasting === false) text += ` · ${words.fleeting}`;
    state.textContent = text;
    state.classList.toggle("gate__connection--off", !online || waiting > 0);
  }

  async function poll() {
    try {
      if (document.visibilityState === "visible") {
        show(await api.counts(gate));
        connection({ online: true, refused: false });
      }
    } catch (error) {
      connection({ online: false, refused: error instanceof Refused });
    }
    setTimeout(poll, PACE);
  }

  poll();
  return { show, connection };
}
