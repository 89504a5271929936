// The self-service kiosk: a guest is read or typed, the badge is printed, and the page goes back to its start by
// itself. There is no way out but the PIN.
import { startWedge } from "./wedge.js";

const STAYS = 15000; // ms until the page is the next guest's
const CONTACT = 10000;

const page = document.getElementById("kiosk");
const { device, arrive, badge, leave, hello } = page.dataset;
const picture = page.querySelector("[data-picture]");
const typed = page.querySelector("[data-typed]");
const out = page.querySelector("[data-out]");
let timer = 0;

const post = (address, body) =>
  fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Gate-Device": device },
    body: JSON.stringify(body),
  });

function show(step) {
  clearTimeout(timer);
  page.dataset.state = step;
  page.querySelectorAll("[data-step]").forEach((part) => (part.hidden = part.dataset.step !== step));
  if (step === "start") {
    typed.reset();
    out.reset();
    URL.revokeObjectURL(picture.src);
    picture.removeAttribute("src");
    page.querySelector("[data-guest]").textContent = "";
  } else timer = setTimeout(show, STAYS, "start");
}

async function print(ticket) {
  const answer = await post(badge, { ticket });
  if (!answer.ok) return;
  picture.src = URL.createObjectURL(await answer.blob());
  await picture.decode();
  window.print();
}

async function checkIn(guest) {
  try {
    const answer = await post(arrive, guest);
    const { name, ticket } = answer.ok ? await answer.json() : {};
    if (!ticket) {
      show("refused");
      return;
    }
    page.querySelector("[data-guest]").textContent = name;
    show("done");
    await print(ticket);
  } catch {
    show("refused");
  }
}

startWedge(document, (token) => page.dataset.state === "start" && checkIn({ token }));
typed.addEventListener("submit", (event) => {
  event.preventDefault();
  checkIn({ phone: typed.querySelector("#kiosk-phone").value, code: typed.querySelector("#kiosk-code").value.trim() });
});

let leaving = false;
out.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await post(leave, { pin: out.querySelector("input").value });
  out.reset();
  if (!answer.ok) return;
  leaving = true;
  window.location.assign("/gate/");
});
window.addEventListener("beforeunload", (event) => leaving || event.preventDefault());
window.addEventListener("popstate", () => history.pushState(null, "", window.location.href));
document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("pointerdown", () => document.fullscreenElement || document.documentElement.requestFullscreen().catch(() => {}));
history.pushState(null, "", window.location.href);
setInterval(() => post(hello, { waiting: 0, sent_at: new Date().toISOString() }).catch(() => {}), CONTACT);
show("start");
