// A paired device: what it knows of itself, what it does with what the server tells it, and what it says alone.
import { Refused } from "./api.js";
import { letGo } from "./offline.js";

const SYNC = 30000; // ms between two looks for changes of the copy

// A drill has its own counters and marks, and is over when the server says so, or at the hour it was told.
export function drillNow(gate) {
  const { since, until } = (gate && gate.drill) || {};
  const now = Date.now();
  return since && Date.parse(since) <= now && (!until || now < Date.parse(until)) ? since : "";
}

// isKiosk: which of the two pages this is; onPlace is told what the device is, onLeave before the page is loaded anew.
export function createStation({ store, api, copy, link, device, isKiosk, onPlace, onLeave }) {
  let told = null;
  let syncedAt = 0;

  async function sync() {
    if (!told || told.revoked) return;
    syncedAt = Date.now();
    try {
      await copy.sync(told.gate.slug);
    } catch {
      // the copy it has serves on; the next look is in half a minute
    }
    link.repaint();
  }

  async function heed(answer) {
    if (answer.secret) await store.setFact("secret", { device, secret: answer.secret });
    if (answer.kiosk !== isKiosk) {
      await letGo();
      onLeave();
      window.location.reload();
      return;
    }
    const moved = !told || told.gate.slug !== answer.gate.slug;
    told = { gate: answer.gate, device: answer.device, revoked: answer.revoked };
    await store.setFact("station", told);
    onPlace(told);
    link.tell({ revoked: told.revoked });
    if (told.revoked) {
      await copy.forget();
      if (!(await store.count())) await letGo();
    } else if (moved || Date.now() - syncedAt > SYNC) sync();
  }

  const facts = () => ({ ...(told ? told.device : {}), drill: drillNow(told && told.gate) });

  return {
    async open() {
      await copy.open();
      told = (await store.fact("station")) || null;
      if (told) onPlace(told);
      if (told && told.revoked) link.tell({ known: true, revoked: true });
    },
    async ask() {
      try {
        const answer = await api.hello(await store.count());
        await heed(answer);
        return answer.counts;
      } catch (error) {
        if (error instanceof Refused && [401, 403].includes(error.status)) await letGo();
        throw error;
      }
    },
    async judge(token) {
      if (told && told.revoked) return { result: "kept" };
      return copy.judge(token, facts());
    },
    judgeCompany: (party) => copy.judgeCompany(party, facts()),
    place: () => told && told.gate.slug,
    inDrill: () => Boolean(drillNow(told && told.gate)),
    back: () => (syncedAt = 0),
  };
}
