// What the device keeps: each scan until the server has answered it, its copy of who may enter, who it knows to
// be inside, and a few facts about itself. No name stands in here that a badge's token would not open.
import { openDB } from "../vendor/idb.js";

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// An entry that a supervisor took back; a later one stands.
const wasUndone = (first, before) => first && Date.parse(first.at) <= Date.parse(before);

// A bucket holds its badges by index, under CODES which index each printed code leads to, and under PARTIES the
// sealed list of those who come with a badge.
export const CODES = "codes";
export const PARTIES = "parties";
const isBadge = (key) => key !== CODES && key !== PARTIES;
const count = (buckets) => [...buckets].reduce((sum, bucket) => sum + Object.keys(bucket).filter(isBadge).length, 0);
const partyIn = (bucket, index) => ((bucket || {})[PARTIES] || {})[index] || null;
const findCoded = (buckets, digest) => [...buckets].flatMap((bucket) => (bucket[CODES] || {})[digest] || []);

// A browser that refuses a database (private windows) still scans; it only forgets when it is closed.
function memoryStore() {
  const scans = new Map();
  const facts = new Map([["device", newId()]]);
  const buckets = new Map();
  const insiders = new Map();
  let seq = 0;
  return {
    lasting: false,
    device: async () => facts.get("device"),
    fact: async (name) => facts.get(name),
    setFact: async (name, value) => void facts.set(name, value),
    put: async (scan) => scans.set(scan.id, { ...scan, seq: (seq += 1) }).get(scan.id),
    async update(scan) {
      if (scans.has(scan.id)) scans.set(scan.id, scan);
    },
    remove: async (id) => void scans.delete(id),
    waiting: async (most) => [...scans.values()].slice(0, most),
    count: async () => scans.size,
    entry: async (bucket, index) => (buckets.get(bucket) || {})[index] || null,
    party: async (bucket, index) => partyIn(buckets.get(bucket), index),
    coded: async (digest) => findCoded(buckets.values(), digest),
    inside: async (key) => insiders.get(key) || null,
    async enter(key, first) {
      if (!insiders.has(key)) insiders.set(key, first);
    },
    async keepCopy(fresh, changed, { undone, inside }, whole) {
      if (whole) buckets.clear();
      changed.forEach((bucket, number) => buckets.set(number, bucket));
      undone.forEach(([key, before]) => wasUndone(insiders.get(key), before) && insiders.delete(key));
      inside.forEach(([key, first]) => insiders.set(key, first));
      facts.set("copy", fresh);
      return count(buckets.values());
    },
    async forgetCopy() {
      buckets.clear();
      insiders.clear();
      facts.delete("copy");
    },
  };
}

async function openDatabase() {
  const db = await openDB("congress-gate", 3, {
    upgrade(fresh, from, _to, work) {
      if (from < 1) {
        fresh.createObjectStore("scans", { keyPath: "id" }).createIndex("seq", "seq");
        fresh.createObjectStore("facts");
      }
      if (from < 2) {
        fresh.createObjectStore("buckets");
        fresh.createObjectStore("inside");
      }
      // a copy without printed codes is fetched whole once more
      if (from === 2) work.objectStore("facts").delete("copy");
    },
    // another window with a newer page: make way, this one is loaded again by its user
    blocking: (_now, _next, event) => event.target.close(),
  });
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  return db;
}

export async function openStore() {
  let db;
  try {
    db = await openDatabase();
  } catch {
    return memoryStore();
  }
  // A scan is on the disk before anybody is told that it is kept.
  const writing = (stores) => db.transaction(stores, "readwrite", { durability: "strict" });
  return {
    lasting: true,
    async device() {
      const known = await db.get("facts", "device");
      if (known) return known;
      const made = newId();
      await db.put("facts", made, "device");
      return made;
    },
    fact: (name) => db.get("facts", name),
    async setFact(name, value) {
      const work = writing(["facts"]);
      work.store.put(value, name);
      await work.done;
    },
    // The number and the scan go in together, so that a number is never used twice.
    async put(scan) {
      const work = writing(["scans", "facts"]);
      const seq = ((await work.objectStore("facts").get("seq")) || 0) + 1;
      const kept = { ...scan, seq };
      work.objectStore("facts").put(seq, "seq");
      work.objectStore("scans").put(kept);
      await work.done;
      return kept;
    },
    // A scan that has been answered meanwhile does not come back.
    async update(scan) {
      const work = writing(["scans"]);
      if ((await work.store.getKey(scan.id)) !== undefined) work.store.put(scan);
      await work.done;
    },
    remove: (id) => db.delete("scans", id),
    waiting: (most) => db.getAllFromIndex("scans", "seq", null, most),
    count: () => db.count("scans"),
    entry: async (bucket, index) => ((await db.get("buckets", bucket)) || {})[index] || null,
    party: async (bucket, index) => partyIn(await db.get("buckets", bucket), index),
    coded: async (digest) => findCoded(await db.getAll("buckets"), digest),
    inside: async (key) => (await db.get("inside", key)) || null,
    // The earliest that this device knows of stays.
    async enter(key, first) {
      const work = writing(["inside"]);
      const known = await work.store.get(key);
      if (!known) work.store.put(first, key);
      await work.done;
    },
    async keepCopy(fresh, changed, { undone, inside }, whole) {
      const work = writing(["buckets", "inside", "facts"]);
      const buckets = work.objectStore("buckets");
      if (whole) buckets.clear();
      changed.forEach((bucket, number) => buckets.put(bucket, number));
      const insiders = work.objectStore("inside");
      for (const [key, before] of undone) if (wasUndone(await insiders.get(key), before)) insiders.delete(key);
      inside.forEach(([key, first]) => insiders.put(first, key));
      const all = await buckets.getAll();
      fresh.badges = count(all);
      work.objectStore("facts").put(fresh, "copy");
      await work.done;
      return fresh.badges;
    },
    async forgetCopy() {
      const work = writing(["buckets", "inside", "facts"]);
      work.objectStore("buckets").clear();
      work.objectStore("inside").clear();
      work.objectStore("facts").delete("copy");
      await work.done;
    },
  };
}
