// The calls of the gate: same origin, with the cookie of the session or of the paired device.
const PATIENCE = 4000; // ms; beyond that the scan counts as kept and is sent again later
const LOADING = 30000; // ms for what is large: the copy the first time, a badge to print

export class Unreachable extends Error {}
export class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

async function ask(address, options, patience = PATIENCE, take = (answer) => answer.json()) {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), patience);
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", signal: cut.signal, ...options });
    if (answer.ok) return await take(answer);
  } catch (error) {
    throw new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
  // What is not in the server's own form comes from somebody on the way, such as the login of a hotel's network.
  const own = (answer.headers.get("Content-Type") || "").startsWith("application/problem+json");
  if (!own || answer.status >= 500 || answer.status === 429) throw new Unreachable(`status ${answer.status}`);
  throw new Refused(answer.status);
}

// secret: what a paired device knows itself by where the browser has lost the cookie; empty elsewhere.
export function createApi(addresses, secret = () => "") {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const own = () => {
    if (!addresses.device) return { "X-CSRFToken": token };
    return { "X-Gate-Device": addresses.device, ...(secret() ? { "X-Gate-Secret": secret() } : {}) };
  };
  const reading = () => ({ Accept: "application/json", ...own() });
  const writing = () => ({ ...reading(), "Content-Type": "application/json" });
  const now = () => new Date().toISOString();
  const post = (address, body, ...how) =>
    ask(address, { method: "POST", headers: writing(), body: JSON.stringify(body) }, ...how);
  const get = (address, values, patience) =>
    ask(`${address}?${new URLSearchParams(values)}`, { headers: reading() }, patience);
  // a paired device is known by its cookie; any other page says what it calls itself
  const name = (device) => (addresses.device ? {} : { device });
  return {
    sendScans: (device, scans) => post(addresses.scans, { ...name(device), sent_at: now(), scans }),
    search: (q, gate) => get(addresses.search, { q, gate }),
    admit: (code, gate, id) => post(addresses.admit, { code, gate, id }),
    party: (code, gate, id) => post(addresses.party, { code, gate, id }),
    arrive: (guest) => post(addresses.arrive, guest),
    badge: (ticket) => post(addresses.badge, { ticket }, LOADING, (answer) => answer.blob()),
    leave: (pin) => post(addresses.leave, { pin }),
    counts: (gate) => get(addresses.counts, { gate }),
    hello: (waiting) => post(addresses.hello, { waiting, sent_at: now() }),
    manifest: (since) => get(addresses.manifest, since ? { since } : {}, LOADING),
  };
}
