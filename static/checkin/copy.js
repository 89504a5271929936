// The device's copy of who may enter: fetched whole once, then only what changed; asked when the server is not.
import { dayOf, decide } from "./decide.js";
import { CODES, PARTIES } from "./store.js";
import { codeDigest, derive, fromBase64, isGenuine, isPrintedCode, openName, parse, toBase64 } from "./token.js";

// Being inside one forum says nothing about another, and a device may move from gate to gate.
// What was read in a drill stands apart from everything else, and from other drills; so does each day, where
// everybody enters once a day.
const insideKey = (target, index, { drill = "", day = 0 }) =>
  (drill ? `drill ${drill}.` : "") + (day ? `${day}.` : "") + `${target}.${index}`;
const QUIET = "\u0001";
const LET_IN = ["admitted", "already_admitted"];
const bucketOf = (index) => fromBase64(index)[0];

function sorted(document) {
  const buckets = new Map(document.buckets.map((bucket) => [bucket, { [CODES]: {}, [PARTIES]: {} }]));
  const put = (index, state) => {
    const bucket = buckets.get(bucketOf(index));
    if (bucket) bucket[index] = state;
  };
  document.entries.forEach(({ index, sealed }) => put(index, sealed));
  document.revoked.forEach((index) => put(index, "revoked"));
  document.others.forEach((index) => put(index, "other"));
  for (const [code, index] of document.codes) {
    const codes = buckets.get(bucketOf(index))[CODES];
    codes[code] = [...(codes[code] || []), index];
  }
  document.parties.forEach(({ index, sealed }) => (buckets.get(bucketOf(index))[PARTIES][index] = sealed));
  return buckets;
}

export function createCopy({ store, api }) {
  let facts = null; // what of the copy is not about single badges

  async function open() {
    facts = (await store.fact("copy")) || null;
    if (facts && Date.now() > Date.parse(facts.keepUntil)) await forget();
  }

  async function forget() {
    facts = null;
    await store.forgetCopy();
  }

  // Fetches what changed; another gate's copy is fetched whole.
  async function sync(gate) {
    const since = facts && facts.gate === gate ? facts.version : "";
    const document = await api.manifest(since);
    if (document.gate.slug !== gate) return;
    const fresh = {
      version: document.version,
      gate,
      target: document.target,
      congress: document.congress_id,
      reEntry: document.gate.re_entry,
      exit: document.door.exit,
      opensAt: document.door.opens_at,
      closesAt: document.door.closes_at,
      eachDay: document.door.each_day,
      salt: document.salt,
      keys: document.keys,
      categories: document.categories,
      keepUntil: document.keep_until,
      earlier: {}, // who came in with a badge that was lost since
      delegations: document.whole ? {} : { ...facts.delegations },
      at: Date.now(),
    };
    for (const { index, at, gate: place, day } of document.earlier || []) {
      const key = insideKey(fresh.target, index, { day });
      fresh.earlier[key] = fresh.earlier[key] || { at, gate: place };
    }
    for (const { index, sealed } of document.delegations || []) fresh.delegations[index] = sealed;
    const inside = document.inside.map(({ index, at, gate: place, day }) => [insideKey(fresh.target, index, { day }), { at, gate: place }]);
    const undone = document.undone.map(({ index, before, day }) => [insideKey(fresh.target, index, { day }), before]);
    fresh.badges = await store.keepCopy(fresh, sorted(document), { undone, inside }, document.whole);
    facts = fresh;
  }

  // What the badge in front of the device is: { claims, index, key }; claims of null for a forgery.
  async function readBadge(token) {
    if (isPrintedCode(token)) return readCode(token);
    const claims = parse(token);
    if (!claims || !(await isGenuine(claims, facts.keys))) return { claims: null };
    const { index, key } = await derive(token, fromBase64(facts.salt));
    return { claims, index: toBase64(index), key };
  }

  // A typed code leads to its badge, but opens no name; null where it leads to none, or to several.
  async function readCode(code) {
    const found = await store.coded(await codeDigest(code, fromBase64(facts.salt)));
    return found.length === 1 ? { claims: { congress: facts.congress }, index: found[0], key: null } : null;
  }

  // { result, key, name, delegation, category, first }: what this device says by itself.
  async function judge(token, { lane = 0, lanes = 0, drill = "" } = {}) {
    if (!facts) return { result: "kept" };
    const badge = await readBadge(token);
    // nor does a code tell the badge's number, which says whose lane it is
    if (!badge || (lanes > 1 && badge.claims && badge.key === null)) return { result: "kept" };
    const { claims, index, key } = badge;
    const at = Date.now();
    const ask = { claims, copy: { ...facts, drill }, entry: null, inside: null, at, lane, lanes };
    if (!claims) return { result: decide(ask) };
    ask.entry = await store.entry(bucketOf(index), index);
    const inside = insideKey(facts.target, index, { drill, day: dayOf(facts.eachDay, at) });
    ask.inside = await store.inside(inside);
    const result = decide(ask);
    // a protocol guest is marked in front of the name
    const readable = key && ask.entry && ask.entry !== "revoked" && ask.entry !== "other";
    const [name, unit = ""] = (readable ? await openName(key, ask.entry) : "").split("\n");
    const protocol = name.startsWith(QUIET);
    return {
      result,
      key: inside,
      name: protocol ? "" : name,
      delegation: await openUnit(unit),
      protocol,
      category: facts.categories.find((one) => one.letter === claims.letter) || null,
      first: result === "already_admitted" ? ask.inside : null,
      earlier: earlierOf(inside),
      home: result === "other_lane" ? (claims.number % lanes) + 1 : 0,
      party: key && LET_IN.includes(result) ? await openParty(index, key) : null,
    };
  }

  // What the badge holds of its delegation opens the name that all of its people share.
  async function openUnit(secret) {
    if (!secret) return "";
    const { index, key } = await derive(secret, fromBase64(facts.salt));
    const sealed = (facts.delegations || {})[toBase64(index)];
    return sealed ? openName(key, sealed) : "";
  }

  const earlierOf = (key) => (facts.earlier || {})[key] || null;

  // Who comes with the badge, as its own token opens it: { name, members: [[index, number, code, name, id]] } or null.
  async function openParty(index, key) {
    const sealed = await store.party(bucketOf(index), index);
    return sealed && JSON.parse(await openName(key, sealed));
  }

  // What this device says of each companion who is not inside, in the order of the list.
  async function judgeCompany({ members }, { lane = 0, lanes = 0, drill = "" } = {}) {
    const found = [];
    const at = Date.now();
    const day = dayOf(facts.eachDay, at);
    for (const [index, number, token, name, id] of members) {
      const key = insideKey(facts.target, index, { drill, day });
      if (earlierOf(key) || (await store.inside(key))) continue;
      const claims = { congress: facts.congress, number };
      const entry = await store.entry(bucketOf(index), index);
      const result = decide({ claims, copy: { ...facts, drill }, entry, inside: null, at, lane, lanes });
      found.push({ id, token, name, key, result });
    }
    return found;
  }

  return { open, sync, judge, judgeCompany, forget, facts: () => facts };
}
