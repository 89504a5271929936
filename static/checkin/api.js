// The calls of the gate: same origin, the session's cookie, the page's token.
const PATIENCE = 4000; // ms; beyond that the scan counts as kept and is sent again later

export class Unreachable extends Error {}
export class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

async function ask(address, options) {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE);
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", signal: cut.signal, ...options });
    if (answer.ok) return await answer.json();
  } catch (error) {
    throw new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(`status ${answer.status}`);
  throw new Refused(answer.status);
}

export function createApi(addresses) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  const post = (address, body) => ask(address, { method: "POST", headers, body: JSON.stringify(body) });
  const get = (address, values) =>
    ask(`${address}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
  return {
    sendScans: (device, scans) => post(addresses.scans, { device, sent_at: new Date().toISOString(), scans }),
    search: (q, gate) => get(addresses.search, { q, gate }),
    admit: (code, gate, id) => post(addresses.admit, { code, gate, id }),
    counts: (gate) => get(addresses.counts, { gate }),
  };
}
