// The self-service kiosk: a guest is read or typed, the badge is printed, and the page goes back to its start by
// itself. There is no way out but the PIN. Without a network it lets in whom its copy knows, and says what has to
// wait: printing, looking somebody up by phone and code, and the PIN, which the server alone knows.
import { Refused, createApi } from "./api.js";
import { stayAwake } from "./awake.js";
import { createCopy } from "./copy.js";
import { createLink } from "./link.js";
import { keepScanner } from "./offline.js";
import { createQueue } from "./queue.js";
import { createStation, drillNow } from "./station.js";
import { newId, openStore } from "./store.js";
import { startWedge } from "./wedge.js";

const STAYS = 15000; // ms until the page is the next guest's, unless the next one is quicker
const LET_IN = ["admitted", "already_admitted"];

const page = document.getElementById("kiosk");
const addresses = page.dataset;
const picture = page.querySelector("[data-picture]");
const typed = page.querySelector("[data-typed]");
const out = page.querySelector("[data-out]");
const next = page.querySelector("[data-next]");
const problem = page.querySelector("[data-out-problem]");
let timer = 0;
let leaving = false;

function show(step, { name = "", printed = true } = {}) {
  clearTimeout(timer);
  page.dataset.state = step;
  page.querySelectorAll("[data-step]").forEach((part) => (part.hidden = part.dataset.step !== step));
  next.hidden = ["start", "asking"].includes(step);
  page.querySelector("[data-guest]").textContent = name;
  page.querySelector("[data-printed]").hidden = !printed;
  page.querySelector("[data-unprinted]").hidden = printed;
  if (step === "start" || step === "asking") {
    out.reset();
    problem.textContent = "";
    URL.revokeObjectURL(picture.src);
    picture.removeAttribute("src");
  } else timer = setTimeout(show, STAYS, "start");
  if (step === "start") typed.reset();
}

async function print(api, ticket, name) {
  try {
    picture.src = URL.createObjectURL(await api.badge(ticket));
    await picture.decode();
    window.print();
  } catch {
    show("done", { name, printed: false });
  }
}

async function start() {
  stayAwake();
  const store = await openStore();
  const known = (await store.fact("secret")) || {};
  const api = createApi(addresses, () => (known.device === addresses.device ? known.secret : ""));
  const copy = createCopy({ store, api });
  let station = null;
  let queue = null;
  const link = createLink(page, {
    ask: () => station.ask(),
    copyFacts: () => copy.facts(),
    onHeard: () => {
      station.back();
      queue.flush();
    },
  });
  station = createStation({
    store, api, copy, link, device: addresses.device, isKiosk: true,
    onPlace: ({ gate }) => (page.dataset.drill = String(Boolean(drillNow(gate)))),
    onLeave: () => (leaving = true),
  });
  await station.open();
  queue = createQueue({
    store, api, link, judge: station.judge, inDrill: station.inDrill, device: addresses.device, patience: 0,
    place: () => station.place() || addresses.gate,
    onAnswer: () => {}, // the guest has gone on
    onAlone: (_scan, { result, name }) => (LET_IN.includes(result) ? show("done", { name, printed: false }) : show("refused")),
  });

  // What this kiosk can do by itself; who is typed cannot be found in its copy.
  async function checkInAlone(token, id) {
    if (token) await queue.add(token, "kiosk", id);
    else show("unreachable");
  }

  async function checkIn(guest) {
    const id = newId();
    show("asking");
    if (link.isLost()) {
      await checkInAlone(guest.token, id);
      return;
    }
    try {
      const { name, ticket } = await api.arrive({ ...guest, id });
      if (!ticket) {
        show("refused");
        return;
      }
      show("done", { name });
      await print(api, ticket, name);
    } catch (error) {
      if (error instanceof Refused) {
        show("refused");
        return;
      }
      link.lost(error);
      await checkInAlone(guest.token, id);
    }
  }

  show("start");
  startWedge(document, (token) => page.dataset.state !== "asking" && checkIn({ token }));
  next.addEventListener("click", () => show("start"));
  typed.addEventListener("submit", (event) => {
    event.preventDefault();
    checkIn({ phone: typed.querySelector("#kiosk-phone").value, code: typed.querySelector("#kiosk-code").value.trim() });
  });
  out.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pin = out.querySelector("input").value;
    out.reset();
    try {
      await api.leave(pin);
      leaving = true;
      window.location.assign("/gate/");
    } catch (error) {
      problem.textContent = error instanceof Refused ? problem.dataset.wrong : problem.dataset.unreachable;
    }
  });
  link.tell({ lasting: store.lasting, waiting: await store.count() });
  link.start();
  queue.flush();
  page.dataset.kept = String(await keepScanner(addresses.worker));
}

window.addEventListener("beforeunload", (event) => leaving || event.preventDefault());
window.addEventListener("popstate", () => history.pushState(null, "", window.location.href));
document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("pointerdown", () => document.fullscreenElement || document.documentElement.requestFullscreen().catch(() => {}));
history.pushState(null, "", window.location.href);
start();
