// What the device keeps: its own name, a running number, and each scan until the server has answered it.
import { openDB } from "../vendor/idb.js";

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// A browser that refuses a database (private windows) still scans; it only forgets when it is closed.
function memoryStore() {
  const scans = new Map();
  const device = newId();
  let seq = 0;
  return {
    lasting: false,
    device: async () => device,
    put: async (scan) => scans.set(scan.id, { ...scan, seq: (seq += 1) }).get(scan.id),
    remove: async (id) => void scans.delete(id),
    waiting: async (most) => [...scans.values()].slice(0, most),
    count: async () => scans.size,
  };
}

export async function openStore() {
  let db;
  try {
    db = await openDB("congress-gate", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("scans", { keyPath: "id" }).createIndex("seq", "seq");
        fresh.createObjectStore("facts");
      },
    });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  } catch {
    return memoryStore();
  }
  return {
    lasting: true,
    async device() {
      const known = await db.get("facts", "device");
      if (known) return known;
      const made = newId();
      await db.put("facts", made, "device");
      return made;
    },
    // The number and the scan go in together, so that a number is never used twice.
    async put(scan) {
      const work = db.transaction(["scans", "facts"], "readwrite");
      const seq = ((await work.objectStore("facts").get("seq")) || 0) + 1;
      const kept = { ...scan, seq };
      work.objectStore("facts").put(seq, "seq");
      work.objectStore("scans").put(kept);
      await work.done;
      return kept;
    },
    remove: (id) => db.delete("scans", id),
    waiting: (most) => db.getAllFromIndex("scans", "seq", null, most),
    count: () => db.count("scans"),
  };
}
