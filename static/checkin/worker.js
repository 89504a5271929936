// Keeps the scanner's page and everything it is made of, so that it opens without a network. The server puts
// the list of files (self.GATE) in front. Calls to the server are none of its business.
const { version, kept } = self.GATE;
const FILES = `gate-files-${version}`;
const SHELL = "gate-shell"; // offline.js puts the page there under this address:
const PAGE = "/gate/";
const PATIENCE = 2500; // ms; then the kept page opens, and finds out by itself when the server is back
const ANY = { ignoreVary: true, ignoreSearch: true };

const pathOf = (address) => new URL(address, self.location.origin).pathname;

async function fill() {
  const files = await caches.open(FILES);
  await Promise.all(
    kept.map(async (address) => {
      const answer = await fetch(address, { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await files.put(pathOf(address), answer);
    }),
  );
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("gate-files-") && name !== FILES).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// A device's page, or nothing: a login that is asked for because the browser lost the cookie, or the page of a
// server in trouble, is no reason not to scan. The page itself finds out, and clears this where it is not known.
async function openPage(request) {
  const shells = await caches.open(SHELL);
  const known = await shells.match(PAGE, ANY);
  if (!known) return fetch(request);
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: cut.signal });
    // one page is kept: a device that has become a kiosk keeps no way back to the scanner
    if (!answer.headers.get("X-Gate-Shell")) return known;
    await shells.put(PAGE, answer.clone());
    return answer;
  } catch {
    return known;
  } finally {
    clearTimeout(timer);
  }
}

async function openFile(request, path) {
  const files = await caches.open(FILES);
  return (await files.match(path, ANY)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (/^\/gate\/[^/]*$/.test(path)) event.respondWith(openPage(request));
  } else if (path.startsWith("/static/")) {
    event.respondWith(openFile(request, path));
  }
});
