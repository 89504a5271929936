// A scan is written down first and forgotten only when the server has answered it by its id. One that could not
// be sent at once is sent later as `offline`, so that the server sorts it by the device's time and not by its
// arrival. A scan that the server will not take stays too, and holds up no other.
import { Refused } from "./api.js";
import { toldVerdict } from "./decide.js";
import { newId } from "./store.js";

const MOST = 200; // scans in one call
const FRESH = 12000; // ms: an answer later than this is for the list, not for the person at the gate
const LONGEST_PAUSE = 30000;
// answers that speak of what was sent, not of who sent it
const ABOUT_THE_SCANS = [400, 413, 422];

export function createQueue({ store, api, link, place, inDrill, device, judge, patience, onAnswer, onAlone }) {
  let pause = 1000;
  let timer = 0;
  let flushing = false;
  const flying = new Map(); // id → what this device says of it alone
  const refused = new Set(); // ids the server would not take, until the page is loaded again

  const plain = ({ id, token, gate, scanned_at, seq, offline, verdict, drill }) => ({
    id, token, gate, scanned_at, seq, offline, verdict, drill: Boolean(drill),
  });
  const isFresh = (scan) => Date.now() - Date.parse(scan.scanned_at) < FRESH;

  // The answers by id; only what is certainly an answer to a scan of ours counts as one.
  function answered(answer, scans) {
    const found = new Map();
    for (const one of Array.isArray(answer.results) ? answer.results : []) {
      if (one && typeof one.result === "string" && scans.some(({ id }) => id === one.id)) found.set(one.id, one);
    }
    return found;
  }

  async function settle(scan, result, totals) {
    await store.remove(scan.id);
    const { first } = result;
    if (scan.key && first && ["admitted", "already_admitted"].includes(result.result)) {
      await store.enter(scan.key, { at: first.at, gate: first.gate });
    }
    if (result.result !== scan.shown && isFresh(scan)) onAnswer(scan, result, totals, flying.get(scan.id));
  }

  async function send(scans) {
    const answer = await api.sendScans(device, scans.map(plain));
    pause = 1000;
    const found = answered(answer, scans);
    for (const scan of scans) if (found.has(scan.id)) await settle(scan, found.get(scan.id), answer.counts);
    link.heard(answer.counts);
    return found;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  async function tellAlone(scan, alone) {
    scan.shown = alone.result;
    if (alone.result === "admitted" && alone.key) {
      await store.enter(alone.key, { at: scan.scanned_at, gate: scan.gate });
    }
    await store.update(scan);
    onAlone(scan, alone);
  }

  async function add(token, source, id = newId()) {
    const at = new Date().toISOString();
    const alone = await judge(token).catch(() => ({ result: "kept" }));
    const scan = await store.put({
      id, token, gate: place(), scanned_at: at, offline: false, verdict: toldVerdict(alone.result),
      key: alone.key || "", shown: "", source, drill: inDrill(),
    });
    if (link.isLost()) {
      await tellAlone(scan, alone);
      link.waiting(await store.count());
      later();
      return;
    }
    flying.set(scan.id, alone);
    const sent = send([scan]).then(
      (found) => found.has(scan.id),
      (error) => {
        link.lost(error);
        return false;
      },
    );
    const inTime = await Promise.race([sent, new Promise((done) => setTimeout(done, patience, null))]);
    if (!inTime) {
      // A session that ended, a lost network or a slow one: the scan stays, and this device speaks for itself.
      await tellAlone(scan, alone);
      await sent;
      later();
    }
    flying.delete(scan.id);
    link.waiting(await store.count());
  }

  // Those who come with somebody: [{ id, token, name, key, result }]. The id is the one that the server would give.
  async function addCompany(people, tap) {
    const at = new Date().toISOString();
    for (const { id, token, key, result } of people) {
      const scan = await store.put({
        id: `${tap}-${id}`, token, gate: place(), scanned_at: at, offline: false, verdict: toldVerdict(result),
        key, shown: result, source: "party", drill: inDrill(),
      });
      if (result === "admitted") await store.enter(key, { at, gate: scan.gate });
    }
    link.waiting(await store.count());
    later();
    const refused = people.filter(({ result }) => result !== "admitted").map(({ name }) => name);
    return { admitted: people.length - refused.length, refused };
  }

  // All at once; where the server will not take them together, one by one, so that one bad record stands alone.
  async function handIn(scans) {
    try {
      await send(scans);
    } catch (error) {
      if (!(error instanceof Refused) || !ABOUT_THE_SCANS.includes(error.status)) throw error;
      if (scans.length > 1) for (const scan of scans) await handIn([scan]);
      else refused.add(scans[0].id);
    }
  }

  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      const due = (await store.waiting(MOST + flying.size + refused.size)).filter(({ id }) => !flying.has(id) && !refused.has(id));
      if (due.length) await handIn(due.slice(0, MOST).map((scan) => ({ ...scan, offline: true })));
    } catch (error) {
      link.lost(error);
    } finally {
      flushing = false;
    }
    const left = await store.count();
    link.waiting(left);
    if (left > flying.size + refused.size) later();
  }

  window.addEventListener("online", () => {
    pause = 1000;
    flush();
  });
  return { add, addCompany, flush };
}
