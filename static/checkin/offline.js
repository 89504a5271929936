// Has the browser keep the scanner, so that it opens without a network and after a restart.
const SHELL = "gate-shell";
const PAGE = "/gate/";

async function keepPage() {
  const answer = await fetch(PAGE, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!answer.ok || !answer.headers.get("X-Gate-Shell")) return false;
  await (await caches.open(SHELL)).put(PAGE, answer);
  return true;
}

// True once everything that is needed without a network is here.
export async function keepScanner(worker) {
  if (!navigator.serviceWorker || !window.caches) return false;
  try {
    await navigator.serviceWorker.register(worker, { scope: PAGE });
    await navigator.serviceWorker.ready;
    return await keepPage();
  } catch {
    return Boolean(navigator.serviceWorker.controller);
  }
}

// A page that is no device's any more makes way for the login.
export async function letGo() {
  if (window.caches) await caches.delete(SHELL);
}
