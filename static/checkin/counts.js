// Live counts, and whether the server is heard.
const PACE = 10000;

export function startCounts(page, api, gate) {
  const state = page.querySelector("[data-connection]");

  function show(totals) {
    if (!totals) return;
    for (const [key, value] of Object.entries(totals)) {
      const place = page.querySelector(`[data-count="${key}"]`);
      if (place && place.textContent !== String(value)) place.textContent = String(value);
    }
  }

  function connection({ online, refused, waiting, lasting }) {
    const words = state.dataset;
    let text = online ? words.online : refused ? words.refused : words.offline;
    if (waiting) text += ` · ${words.waiting.replace("{count}", waiting)}`;
    if (lasting === false) text += ` · ${words.fleeting}`;
    state.textContent = text;
    state.classList.toggle("gate__connection--off", !online || waiting > 0);
  }

  async function poll() {
    try {
      if (document.visibilityState === "visible") show(await api.counts(gate));
    } catch {
      // the queue says whether the server is heard; counts only wait for the next turn
    }
    setTimeout(poll, PACE);
  }

  poll();
  return { show, connection };
}
