// The gate: a badge is read (camera, hand scanner, search), kept on the device, sent, and the answer fills
// the screen; a paired device that hears no server answers by itself. The page holds the addresses, the gate's
// slug and every text.
import { Refused, createApi } from "./api.js";
import { startCamera } from "./camera.js";
import { createCopy } from "./copy.js";
import { createFeedback } from "./feedback.js";
import { createLink } from "./link.js";
import { keepScanner, letGo } from "./offline.js";
import { startParty } from "./party.js";
import { createQueue } from "./queue.js";
import { startSearch } from "./search.js";
import { openStore } from "./store.js";
import { startWedge } from "./wedge.js";

const PATIENCE = 1500; // ms that a paired device waits for the server's word before it gives its own
const SYNC = 30000; // ms between two looks for changes of the copy

const page = document.getElementById("gate");
const addresses = page.dataset;
const paired = Boolean(addresses.device);

// A hand scanner is heard from the first moment; what it reads before the page is ready is taken up then.
let read = (token, source) => early.push([token, source]);
const early = [];
startWedge(document, (token) => read(token, "wedge"));

function showPlace({ gate, device }) {
  addresses.gate = gate.slug;
  page.querySelector("[data-gate-name]").textContent = gate.name;
  const target = page.querySelector("[data-gate-target]");
  target.textContent = gate.forum || target.dataset.whole;
  const lane = page.querySelector("[data-lane]");
  page.dataset.drill = String(Boolean(drillNow(gate)));
  lane.hidden = device.lanes < 2;
  lane.textContent = lane.dataset.words.replace("{lane}", device.lane + 1).replace("{lanes}", device.lanes);
}

// A drill has its own counters and marks, and is over when the server says so, or at the hour it was told.
function drillNow(gate) {
  const { since, until } = (gate && gate.drill) || {};
  const now = Date.now();
  return since && Date.parse(since) <= now && (!until || now < Date.parse(until)) ? since : "";
}

// What a paired device knows of itself, and what it does with what the server tells it.
function createStation(store, api, copy, link) {
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
    if (answer.secret) await store.setFact("secret", { device: addresses.device, secret: answer.secret });
    if (answer.kiosk) {
      await letGo();
      window.location.reload();
      return;
    }
    const moved = !told || told.gate.slug !== answer.gate.slug;
    told = { gate: answer.gate, device: answer.device, revoked: answer.revoked };
    await store.setFact("station", told);
    showPlace(told);
    link.tell({ revoked: told.revoked });
    if (told.revoked) {
      await copy.forget();
      if (!(await store.count())) await letGo();
    } else if (moved || Date.now() - syncedAt > SYNC) sync();
  }

  return {
    async open() {
      await copy.open();
      told = (await store.fact("station")) || null;
      if (told) showPlace(told);
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
      return copy.judge(token, { ...(told ? told.device : {}), drill: drillNow(told && told.gate) });
    },
    inDrill: () => Boolean(drillNow(told && told.gate)),
    back: () => (syncedAt = 0),
  };
}

async function start() {
  const store = await openStore();
  const known = (await store.fact("secret")) || {};
  const api = createApi(addresses, () => (known.device === addresses.device ? known.secret : ""));
  const feedback = createFeedback(page);
  const copy = createCopy({ store, api });
  let station = null;
  let queue = null;
  const link = createLink(page, {
    ask: () => (station ? station.ask() : api.counts(addresses.gate)),
    copyFacts: () => copy.facts(),
    onHeard: () => {
      if (station) station.back();
      queue.flush();
    },
  });
  if (paired) station = createStation(store, api, copy, link);
  if (station) await station.open();
  queue = createQueue({
    store,
    api,
    link,
    place: () => addresses.gate,
    inDrill: station ? station.inDrill : () => false,
    device: paired ? addresses.device : await store.device(),
    judge: station ? station.judge : async () => ({ result: "kept" }),
    patience: paired ? PATIENCE : 60000,
    onAnswer: (scan, result, totals) => {
      feedback.show(scan, result);
      link.show(totals);
    },
    onAlone: (_scan, alone) => feedback.tell(alone),
  });

  startParty(page, api, {
    place: () => addresses.gate,
    leader: feedback.leader,
    onAnswer: (answer) => {
      feedback.company(answer);
      link.show(answer.counts);
    },
  });
  read = (token, source) => {
    feedback.seen();
    queue.add(token, source);
  };
  startSearch(page, api, {
    place: () => addresses.gate,
    onToken: (code) => read(code, "typed"),
    onAnswer: (scan, answer) => {
      feedback.show(scan, answer.results ? answer.results[0] : answer);
      link.show(answer.counts);
    },
  });
  startCamera(page, {
    wasm: addresses.wasm,
    onStart: () => feedback.unlock(),
    onToken: (token) => read(token, "camera"),
  });
  link.tell({ lasting: store.lasting, waiting: await store.count() });
  page.dataset.state = "ready";
  early.splice(0).forEach(([token, source]) => read(token, source));
  link.start();
  queue.flush();
  if (paired) page.dataset.kept = String(await keepScanner(addresses.worker));
}

start();
