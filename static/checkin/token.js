// The text of a badge's QR code: read, checked against the public key, and made into what finds and opens the
// badge's entry in the copy. The same layout as the server's (congress/badges/tokens.py).
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SUITE = "A";
const KEY_ID = 4;
const BODY = 20;
const SIGNATURE = 103;
const LENGTH = 1 + KEY_ID + BODY + SIGNATURE;
const PADDING = 28n;
const INDEX_BYTES = 12;
const KEY_BYTES = 32;
const CODE_BYTES = 4;
const bytesOf = (text) => new TextEncoder().encode(text);

export function fromBase64(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function number(text) {
  let value = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return value;
}

// What the text claims, not yet checked; null for what is no token of ours in any spelling but the one.
export function parse(text) {
  if (text.length !== LENGTH || text[0] !== SUITE) return null;
  const head = text.slice(0, LENGTH - SIGNATURE);
  const body = number(head.slice(1 + KEY_ID));
  const signature = number(text.slice(head.length));
  if (body === null || signature === null || signature >> 512n) return null;
  if (body & ((1n << PADDING) - 1n)) return null;
  const take = (shift, bits) => Number((body >> (PADDING + shift)) & ((1n << bits) - 1n));
  const hex = signature.toString(16).padStart(128, "0");
  return {
    keyId: text.slice(1, 1 + KEY_ID),
    letter: String.fromCharCode(take(0n, 8n)),
    serial: take(8n, 12n),
    number: take(20n, 32n),
    congress: take(52n, 20n),
    signature: Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)),
    signed: bytesOf(`congress-badge-1\u0000${head}`),
  };
}

export function isPrintedCode(text) {
  return text.length === 9 && [...text].every((character) => ALPHABET.includes(character));
}

// By what the copy knows a printed code (congress/checkin/manifest.py: code_digest).
export async function codeDigest(code, salt) {
  const text = new Uint8Array([...bytesOf("congress-manifest-code\u0000"), ...salt, ...bytesOf(code)]);
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", text)).slice(0, CODE_BYTES));
}

let ownVerify = null;

// The browser's own Ed25519 where it has one, else the library's.
async function verify(signature, signed, publicKey) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed);
  } catch {
    ownVerify = ownVerify || (await import("../vendor/ed25519.js")).verifyAsync;
    return ownVerify(signature, signed, publicKey, { zip215: false });
  }
}

// keys: [{ id, public }] as the copy has them.
export async function isGenuine(claims, keys) {
  const key = keys.find((one) => one.id === claims.keyId);
  if (!key) return false;
  try {
    return await verify(claims.signature, claims.signed, fromBase64(key.public));
  } catch {
    return false;
  }
}

// { index, key }: by what the badge's entry is found, and with what it is opened.
export async function derive(token, salt) {
  const secret = await crypto.subtle.importKey("raw", bytesOf(token), "HKDF", false, ["deriveBits"]);
  const way = { name: "HKDF", hash: "SHA-256", salt, info: bytesOf("congress-manifest-entry") };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(way, secret, (INDEX_BYTES + KEY_BYTES) * 8));
  return { index: bits.slice(0, INDEX_BYTES), key: bits.slice(INDEX_BYTES) };
}

export async function openName(key, sealed) {
  const content = fromBase64(sealed);
  const opener = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: content.slice(0, 12) }, opener, content.slice(12));
  return new TextDecoder().decode(plain).replace(/\u0000+$/, "");
}
