// A scan is written down first and forgotten only when the server has answered it. One that could not be sent
// at once is sent later as `offline`, so that the server sorts it by the device's time and not by its arrival.
import { Refused } from "./api.js";
import { newId } from "./store.js";

const MOST = 200; // scans in one call
const FRESH = 12000; // ms: an answer later than this is for the list, not for the person at the gate

export function createQueue({ store, api, gate, device, onAnswer, onKept, onState }) {
  let pause = 1000;
  let timer = 0;
  let flushing = false;

  function plain({ id, token, gate: place, scanned_at, seq, offline }) {
    return { id, token, gate: place, scanned_at, seq, offline };
  }

  async function settle(scan, result, totals, fresh) {
    await store.remove(scan.id);
    if (fresh) onAnswer(scan, result, totals);
  }

  async function report(online, refused = false) {
    onState({ online, refused, waiting: await store.count(), lasting: store.lasting });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, 30000);
  }

  async function add(token, source) {
    const at = Date.now();
    const scan = await store.put({ id: newId(), token, gate, scanned_at: new Date(at).toISOString(), offline: false, source });
    try {
      const answer = await api.sendScans(device, [plain(scan)]);
      pause = 1000;
      await settle(scan, answer.results[0], answer.counts, true);
      await report(true);
    } catch (error) {
      // A session that ended or a lost network: the scan stays, the person at the gate is told so.
      onKept(scan);
      await report(false, error instanceof Refused);
      later();
    }
    if ((await store.count()) > 0) later();
  }

  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      const scans = (await store.waiting(MOST)).filter((scan) => Date.now() - Date.parse(scan.scanned_at) > 3000);
      if (!scans.length) {
        onState({ waiting: await store.count(), lasting: store.lasting });
        if ((await store.count()) > 0) later();
        return;
      }
      const answer = await api.sendScans(device, scans.map((scan) => ({ ...plain(scan), offline: true })));
      pause = 1000;
      const byId = new Map(answer.results.map((result) => [result.id, result]));
      for (const scan of scans) {
        const fresh = Date.now() - Date.parse(scan.scanned_at) < FRESH;
        if (byId.has(scan.id)) await settle(scan, byId.get(scan.id), answer.counts, fresh);
      }
      await report(true);
      if ((await store.count()) > 0) later();
    } catch (error) {
      await report(false, error instanceof Refused);
      later();
    } finally {
      flushing = false;
    }
  }

  window.addEventListener("online", () => {
    pause = 1000;
    flush();
  });
  return { add, flush };
}
