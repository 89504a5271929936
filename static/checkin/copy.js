// The device's copy of who may enter: fetched whole once, then only what changed; asked when the server is not.
import { decide } from "./decide.js";
import { derive, fromBase64, isGenuine, isPrintedCode, openName, parse, toBase64 } from "./token.js";

// Being inside one forum says nothing about another, and a device may move from gate to gate.
// What was read in a drill stands apart from everything else, and from other drills.
const insideKey = (target, index, drill = "") => (drill ? `drill ${drill}.` : "") + `${target}.${index}`;
const QUIET = "\u0001";
const bucketOf = (index) => fromBase64(index)[0];

function sorted(document) {
  const buckets = new Map(document.buckets.map((bucket) => [bucket, {}]));
  const put = (index, state) => {
    const bucket = buckets.get(bucketOf(index));
    if (bucket) bucket[index] = state;
  };
  document.entries.forEach(({ index, sealed }) => put(index, sealed));
  document.revoked.forEach((index) => put(index, "revoked"));
  document.others.forEach((index) => put(index, "other"));
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
      salt: document.salt,
      keys: document.keys,
      categories: document.categories,
      keepUntil: document.keep_until,
      at: Date.now(),
    };
    const inside = document.inside.map(({ index, at, gate: place }) => [insideKey(fresh.target, index), { at, gate: place }]);
    const undone = document.undone.map(({ index, before }) => [insideKey(fresh.target, index), before]);
    fresh.badges = await store.keepCopy(fresh, sorted(document), { undone, inside }, document.whole);
    facts = fresh;
  }

  // { result, key, name, category, first }: what this device says by itself.
  async function judge(token, { lane = 0, lanes = 0, drill = "" } = {}) {
    if (!facts || isPrintedCode(token)) return { result: "kept" };
    const claims = parse(token);
    const genuine = claims && (await isGenuine(claims, facts.keys)) ? claims : null;
    const ask = { claims: genuine, copy: { ...facts, drill }, entry: null, inside: null, at: Date.now(), lane, lanes };
    if (!genuine) return { result: decide(ask) };
    const { index, key } = await derive(token, fromBase64(facts.salt));
    const text = toBase64(index);
    ask.entry = await store.entry(index[0], text);
    const inside = insideKey(facts.target, text, drill);
    ask.inside = await store.inside(inside);
    const result = decide(ask);
    // a protocol guest is marked in front of the name
    const readable = ask.entry && ask.entry !== "revoked" && ask.entry !== "other";
    const name = readable ? await openName(key, ask.entry) : "";
    const protocol = name.startsWith(QUIET);
    return {
      result,
      key: inside,
      name: protocol ? "" : name,
      protocol,
      category: facts.categories.find((one) => one.letter === genuine.letter) || null,
      first: result === "already_admitted" ? ask.inside : null,
      home: result === "other_lane" ? (genuine.number % lanes) + 1 : 0,
    };
  }

  return { open, sync, judge, forget, facts: () => facts };
}
