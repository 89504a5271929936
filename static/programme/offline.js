// Keeps the public programme on the device: the network first, what was seen last when it does not answer in time.
const KEPT = "programme-1";
const PATIENCE = 4000;
const MOST = 120;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A page that was drawn for somebody who is signed in says no-store and is not kept.
function mayKeep(response) {
  return response.ok && !/no-store/.test(response.headers.get("Cache-Control") || "");
}

async function keep(request, response) {
  const cache = await caches.open(KEPT);
  await cache.put(request, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

async function answer(request) {
  const fresh = fetch(request).then(async (response) => {
    if (mayKeep(response)) await keep(request, response.clone());
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const first = await Promise.race([fresh, late]);
    if (first) return first;
    return (await caches.match(request)) || (await fresh);
  } catch (error) {
    const known = await caches.match(request);
    if (known) return known;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === self.location.origin;
  const page = url.pathname === "/programme" || url.pathname.startsWith("/programme/");
  if (event.request.method === "GET" && ours && (page || url.pathname.startsWith("/static/"))) {
    event.respondWith(answer(event.request));
  }
});
