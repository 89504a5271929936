// The gate: a badge is read (camera, hand scanner, search), kept on the device, sent, and the answer fills
// the screen; a paired device that hears no server answers by itself. The page holds the addresses, the gate's
// slug and every text.
import { createApi } from "./api.js";
import { stayAwake } from "./awake.js";
import { startCamera } from "./camera.js";
import { createCopy } from "./copy.js";
import { createFeedback } from "./feedback.js";
import { createLink } from "./link.js";
import { keepScanner } from "./offline.js";
import { startParty } from "./party.js";
import { createQueue } from "./queue.js";
import { startSearch } from "./search.js";
import { createStation, drillNow } from "./station.js";
import { openStore } from "./store.js";
import { startWedge } from "./wedge.js";

const PATIENCE = 1500; // ms that a paired device waits for the server's word before it gives its own

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
  const counting = page.querySelector("[data-gate-counting]");
  counting.textContent = gate.counting;
  counting.hidden = !gate.counting;
  const lane = page.querySelector("[data-lane]");
  page.dataset.drill = String(Boolean(drillNow(gate)));
  lane.hidden = device.lanes < 2;
  lane.textContent = lane.dataset.words.replace("{lane}", device.lane + 1).replace("{lanes}", device.lanes);
}

async function start() {
  stayAwake();
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
  if (paired) {
    station = createStation({
      store, api, copy, link, device: addresses.device, isKiosk: false, onPlace: showPlace, onLeave: () => {},
    });
    await station.open();
  }
  queue = createQueue({
    store,
    api,
    link,
    place: () => addresses.gate,
    inDrill: station ? station.inDrill : () => false,
    device: paired ? addresses.device : await store.device(),
    judge: station ? station.judge : async () => ({ result: "kept" }),
    patience: paired ? PATIENCE : 60000,
    onAnswer: (scan, result, totals, alone) => {
      feedback.show(scan, result, alone);
      link.show(totals);
    },
    onAlone: (_scan, alone) => feedback.tell(alone),
  });

  startParty(page, {
    leader: feedback.leader,
    ask: (code, id) => api.party(code, addresses.gate, id),
    alone: async (company, id) => queue.addCompany(await station.judgeCompany(company), id),
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
