// badges from here on are printed for drills and are nobody's
const FIRST_TEST_NUMBER = 4000000000;

// Where everybody enters once a day: the day of the programme, which ends at an hour of the next morning, as the
// server numbers it (congress/checkin/rules.py: EachDay); nought where everybody enters once.
export function dayOf(eachDay, at) {
  if (!eachDay) return 0;
  const written = new Intl.DateTimeFormat("en-GB", {
    timeZone: eachDay.time_zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23",
  }).formatToParts(at);
  const [year, month, day, hour] = ["year", "month", "day", "hour"].map((type) => Number(written.find((one) => one.type === type).value));
  const date = new Date(Date.UTC(year, month - 1, hour < eachDay.day_break ? day - 1 : day));
  return Number(date.toISOString().slice(0, 10).replace(/-/g, ""));
}

const isShut = ({ opensAt, closesAt }, at) => (opensAt && at < Date.parse(opensAt)) || (closesAt && at >= Date.parse(closesAt));

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
  if (copy.drill && claims.number >= FIRST_TEST_NUMBER) return inside && !copy.reEntry ? "already_admitted" : "admitted";
  if (!entry) return "missing";
  if (entry === "revoked") return "revoked";
  if (copy.exit) return "left";
  if (entry === "other") return "not_entitled";
  if (!copy.drill && isShut(copy, at)) return "closed";
  if (inside && !copy.reEntry) return "already_admitted";
  if (lanes > 1 && claims.number % lanes !== lane) return "other_lane";
  return "admitted";
}

// What the server is told of it. Where the device could not tell, the server decides as if it had not been asked.
export function toldVerdict(result) {
  if (result === "missing") return "unknown";
  return result === "kept" ? "" : result;
}
