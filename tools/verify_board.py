"""Check a published board with nothing but Python's standard library and `cryptography`.

    python verify_board.py BOARD [--opening FILE] [--key BASE64]

BOARD is the JSON file of a board. By itself it shows who signed which order, and, where it names totals, that the
order follows from them. An opening, which each entity gets for its own line and the audit for all, shows from which
entries of the ledger a line was made; with every line open the whole order is computed again. The key is the one that
the board must be signed with; take it from a place that whoever made the file does not control. `verify_ledger.py`
must lie beside this script; neither shares a line with the product, so that a fault in one of them shows in the
other. Exit 0: it holds; 1: it does not; 2: wrong use.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.path.insert(0, str(Path(__file__).resolve().parent))

from verify_ledger import hash_of, joined  # beside this script, whatever the current folder is

Document = dict[str, Any]
# of full marks
SIXTY = Fraction(3, 5)


def plain(document: Any) -> str:
    """JSON in its one form: keys sorted, no spaces."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bound(*texts: str) -> str:
    """What binds a line or a scale: the hash of its salt and content."""
    return hashlib.sha256(joined(list(texts))).hexdigest()


def is_signed(document: Document, key: str | None) -> bool:
    told = str(document.get("public_key"))
    rest = {name: value for name, value in document.items() if name != "signature"}
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key or told, validate=True))
        public.verify(base64.b64decode(str(document.get("signature")), validate=True), plain(rest).encode())
    except (ValueError, InvalidSignature):
        return False
    return key in {None, told}


def marks(component: Document, code: str, total: int | None, span: list[int] | None) -> Fraction | None:
    """The part of full marks that a line has for one indicator; None where it takes no part in it."""
    if component["scheme"] == "completion":
        target = component.get("targets", {}).get(code)
        if not target:
            return None
        done = Fraction(total or 0, target)
        return min(done, Fraction(component["cap_percent"], 100)) if component.get("cap_percent") else done
    if total is None or span is None:
        return None
    least, most = span
    if component["scheme"] == "efficacy":
        return Fraction(1) if least == most else SIXTY + (1 - SIXTY) * Fraction(total - least, most - least)
    if component["scheme"] != "sum":
        raise ValueError(component["scheme"])
    return Fraction(total, most) if most > 0 else None


def points(board: Document, code: str, parts: Document, scale: Document) -> int:
    """Hundredths of a point, rounded half up once, never below nothing."""
    earned = Fraction(0)
    for component in board["components"]:
        name = component["board"]
        earned += component["weight"] * (marks(component, code, parts["totals"].get(name), scale.get(name)) or 0)
    return max(0, (earned * 100 - parts["deducted"] + Fraction(1, 2)).__floor__())


def order_faults(board: Document, totals: dict[str, int]) -> list[str]:
    """Whether the places follow from the totals, once every line has one."""
    lines = [(line["place"], totals[line["entity"]["code"]]) for line in board["order"]]
    values = [total for _place, total in lines]
    wanted = [1 + sum(other > total for other in values) for total in values]
    if values == sorted(values, reverse=True) and [place for place, _total in lines] == wanted:
        return []
    return ["the order does not follow from the totals"]


def sum_of(told: Document, entries: list[Document]) -> int:
    """What the entries of one measure bring: no more than the cap from each project."""
    brought: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        if entry["measure"] == told["measure"] and len(entry["evidence"]) >= told.get("minimum_evidence", 0):
            brought[entry["intention"]] += entry["count" if told["measure"] == "talent" else "amount_fen"]
    cap = told.get("cap_fen")
    return sum(value if cap is None else min(value, cap) for value in brought.values())


def entry_faults(board: Document, code: str, entries: list[Document]) -> list[str]:
    faults, parts = [], board["board"].get("components", [board["board"]])
    measures = {part["measure"] for part in parts}
    for entry in entries:
        if entry["hash"] != hash_of(entry):
            faults.append(f"entry {entry['seq']} of {code} was changed")
        belongs = (entry["congress"], entry["period"], entry["entity_code"]) == (
            board["congress"],
            board["period"],
            code,
        )
        if not belongs or entry["measure"] not in measures:
            faults.append(f"entry {entry['seq']} does not belong to the line of {code}")
    return (
        faults if len({entry["seq"] for entry in entries}) == len(entries) else [*faults, f"{code} has an entry twice"]
    )


def line_faults(board: Document, opening: Document, scale: Document | None) -> list[str]:
    """Whether what opens a line fits it, and whether its entries make it."""
    kind, code, total = opening["entity"]["kind"], opening["entity"]["code"], opening["total"]
    lines = [line for line in board["order"] if line["entity"]["code"] == code and line["entity"]["kind"] == kind]
    if not lines:
        return [f"{code} has no line on this board"]
    [line], told, entries = lines, board["board"], opening["entries"]
    checks = {
        f"the line of {code} is bound to another total": line["commitment"]
        == bound("congress-board-line-1", opening["salt"], kind, code, str(total)),
        f"the line of {code} prints another total": line.get("total", total) == total,
    }
    if told["measure"] != "composite":
        checks[f"the entries of {code} do not add up to {total}"] = sum_of(told, entries) == total
    else:
        parts = opening["parts"]
        checks[f"the line of {code} is bound to other parts"] = line["parts_commitment"] == bound(
            "congress-board-parts-1", opening["salt"], kind, code, plain(parts)
        )
        checks[f"the line of {code} prints other parts"] = line.get("parts", parts) == parts
        checks[f"the entries of {code} do not make its parts"] = all(
            sum_of(part, entries) == parts["totals"].get(part["board"], 0) for part in told["components"]
        )
        checks[f"the parts of {code} do not make its points"] = (
            scale is None or points(told, code, parts, scale) == total
        )
    return [fault for fault, good in checks.items() if not good] + entry_faults(board, code, entries)


def opened(board: Document, opening: Document, key: str | None) -> tuple[list[str], list[Document], Document | None]:
    """Faults of the opening as a whole, the lines it opens, and what everybody was measured against."""
    if opening.get("format") == "congress-board-opening-1":
        faults, lines, scales = [], [opening], []
    elif opening.get("format") == "congress-board-openings-1":
        faults = (
            []
            if is_signed(opening, key or board["public_key"])
            else ["the bundle of openings is not signed by this key"]
        )
        lines, scales = opening["openings"], opening.get("scales", [])
    else:
        return ["this opens nothing"], [], None
    own = [line for line in lines if line.get("publication") == board["publication"]]
    measured = [one for one in scales if one.get("publication") == board["publication"]]
    if not own:
        faults.append("the opening belongs to another publication")
    if measured and board["scale_commitment"] != bound(
        "congress-board-scale-1", measured[0]["salt"], plain(measured[0]["spans"])
    ):
        faults.append("the board is bound to another scale")
    return faults, own, measured[0]["spans"] if measured else None


def whole_faults(board: Document) -> list[str]:
    """What is wrong with a board that shows its totals, by itself."""
    faults = []
    if board["board"]["measure"] == "composite":
        for line in board["order"]:
            code = line["entity"]["code"]
            if points(board["board"], code, line["parts"], board["scale"]) != line["total"]:
                faults.append(f"the parts of {code} do not make its points")
    return faults + order_faults(board, {line["entity"]["code"]: line["total"] for line in board["order"]})


def verify(board: Document, opening: Document | None = None, key: str | None = None) -> tuple[list[str], list[str]]:
    """Everything that is wrong, and what is shown where nothing is."""
    try:
        if board.get("format") != "congress-board-1" or not is_signed(board, key):
            return ["this is no board signed by this key, or it was changed after it was signed"], []
        lines, faults = board["order"], []
        shown = [f"the order of {board['board'].get('slug')} for {board['period']} is the one that was signed"]
        places, codes = [line["place"] for line in lines], [line["entity"]["code"] for line in lines]
        if places != sorted(places) or len(set(codes)) != len(codes):
            faults.append("the order contradicts itself")
        if any("total" in line for line in lines):
            faults += whole_faults(board)
            shown.append("it follows from the totals in the file")
        if opening is not None:
            found, own, scale = opened(board, opening, key)
            faults += found
            for one in own:
                faults += line_faults(board, one, scale)
            totals = {one["entity"]["code"]: one["total"] for one in own}
            shown.append(f"{len(totals)} of {len(lines)} lines were made from their entries of the ledger")
            if set(totals) == set(codes):
                faults += order_faults(board, totals)
                shown.append("every line is open, and the order follows from the totals")
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError, RecursionError):
        return ["the file or its opening cannot be read"], []
    return faults, [] if faults else shown


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a published board.")
    parser.add_argument("board", type=Path)
    parser.add_argument("--opening", type=Path, help="what opens one line, or the audit's bundle")
    parser.add_argument("--key", help="the public key (base 64) that the board must be signed with")
    asked = parser.parse_args()
    try:
        board = json.loads(asked.board.read_text(encoding="utf-8"))
        opening = json.loads(asked.opening.read_text(encoding="utf-8")) if asked.opening else None
    except (OSError, ValueError, RecursionError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    faults, shown = verify(board, opening, asked.key)
    for line in faults or shown:
        print(line)
    if not faults and asked.key is None:
        print("the key is the one that the file names itself; give --key to know who signed it")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
