// The gate: a badge is read (camera, hand scanner, search), kept on the device, sent, and the answer fills
// the screen. The page itself holds the addresses, the gate's slug and every text.
import { createApi } from "./api.js";
import { startCamera } from "./camera.js";
import { startCounts } from "./counts.js";
import { createFeedback } from "./feedback.js";
import { createQueue } from "./queue.js";
import { startSearch } from "./search.js";
import { openStore } from "./store.js";
import { startWedge } from "./wedge.js";

const page = document.getElementById("gate");
const addresses = page.dataset;

// A hand scanner is heard from the first moment; what it reads before the page is ready is taken up then.
let read = (token, source) => early.push([token, source]);
const early = [];
startWedge(document, (token) => read(token, "wedge"));

async function start() {
  const store = await openStore();
  const api = createApi({ scans: addresses.scans, search: addresses.search, admit: addresses.admit, counts: addresses.counts });
  const feedback = createFeedback(page);
  const counts = startCounts(page, api, addresses.gate);
  const queue = createQueue({
    store,
    api,
    gate: addresses.gate,
    device: await store.device(),
    onAnswer: (scan, result, totals) => {
      feedback.show(scan, result);
      counts.show(totals);
    },
    onKept: (scan) => feedback.keep(scan),
    onState: (state) => counts.connection(state),
  });

  read = (token, source) => {
    feedback.seen();
    queue.add(token, source);
  };
  startSearch(page, api, {
    gate: addresses.gate,
    onToken: (code) => read(code, "typed"),
    onAnswer: (scan, answer) => {
      feedback.show(scan, answer.results ? answer.results[0] : answer);
      counts.show(answer.counts);
    },
  });
  startCamera(page, {
    wasm: addresses.wasm,
    onStart: () => feedback.unlock(),
    onToken: (token) => read(token, "camera"),
  });
  page.dataset.state = "ready";
  early.splice(0).forEach(([token, source]) => read(token, source));
  queue.flush();
}

start();
