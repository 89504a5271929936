// What a device says while it is cut off; pure. The first reason to refuse wins, in the server's order. The
// examples in tests/checkin/decisions.json are asked of this and of the server alike.
//
// claims: what a genuine token says, null for a forgery; copy: what the device knows of its gate; entry: the
// badge's place in the copy (a sealed name, "revoked", "other") or null; inside: { at, gate } as far as this
// device knows, or null; at: ms.
export function decide({ claims, copy, entry, inside, at, lane, lanes }) {
  if (!copy) return "kept";
  if (!claims) return "forged";
  if (claims.congress !== copy.congress) return "unknown";
  if (!entry) return "missing";
  if (entry === "revoked") return "revoked";
  if (copy.exit) return "left";
  if (entry === "other") return "not_entitled";
  if ((copy.opensAt && at < Date.parse(copy.opensAt)) || (copy.closesAt && at >= Date.parse(copy.closesAt))) return "closed";
  if (inside && !copy.reEntry) return "already_admitted";
  if (lanes > 1 && claims.number % lanes !== lane) return "other_lane";
  return "admitted";
}

// What the server is told of it. Where the device could not tell, the server decides as if it had not been asked.
export function toldVerdict(result) {
  if (result === "missing") return "unknown";
  return result === "kept" ? "" : result;
}
