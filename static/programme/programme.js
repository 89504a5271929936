// The reader's own time beside the venue's for those abroad, and a kept copy for a bad network.

function clock(moment) {
  return moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
}

function offsetOf(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  return found ? (found[1] === "-" ? 1 : -1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

function showOwnTime(root, text) {
  root.querySelectorAll(".slot__time").forEach((place) => {
    const first = place.querySelector("time");
    if (!first || place.querySelector(".slot__own")) return;
    const iso = first.getAttribute("datetime");
    const moment = new Date(iso);
    if (Number.isNaN(moment.getTime()) || moment.getTimezoneOffset() === offsetOf(iso)) return;
    const own = document.createElement("span");
    own.className = "slot__own";
    const there = new Date(moment.getTime() - offsetOf(iso) * 60000).getUTCDate();
    const day = moment.getDate() === there ? "" : ` (${moment.getMonth() + 1}/${moment.getDate()})`;
    own.textContent = text.replace("{time}", clock(moment) + day);
    place.append(own);
  });
}

const holder = document.querySelector("[data-own-time]");
if (holder) {
  showOwnTime(document, holder.dataset.ownTime);
  document.addEventListener("htmx:afterSettle", () => showOwnTime(document, holder.dataset.ownTime));
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/programme/offline.js", { scope: "/programme" }).catch(() => undefined);
}
