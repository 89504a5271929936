"""The public file of a board: an order without amounts, signed, with commitments that each school can open.

The file holds the order, the rules, the time and for each line a salted commitment to its total. Whoever
holds a line's salt and total can show that the published order was made from it; nobody else learns the
total from the file (PRACTICE.md: an order-only board must not leak amounts).
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from congress.credit.chain import length_prefixed, public_text

FORMAT = "congress-board-1"
CORRECTION_FORMAT = "congress-board-correction-1"
OPENING_FORMAT = "congress-board-opening-1"
BUNDLE_FORMAT = "congress-board-openings-1"


def canonical(document: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8, integers only: one text for one document (a subset of RFC 8785)."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def commitment(salt: str, kind: str, code: str, total: int) -> str:
    return _commitment("congress-board-line-1", salt, kind, code, str(total))


def _commitment(*parts: str) -> str:
    return hashlib.sha256(length_prefixed(list(parts))).hexdigest()


def parts_commitment(salt: str, kind: str, code: str, parts: Mapping[str, Any]) -> str:
    """Binds a line of a composite score to what its points are made of."""
    return _commitment("congress-board-parts-1", salt, kind, code, canonical(parts).decode())


def scale_commitment(salt: str, scale: Mapping[str, Any]) -> str:
    """Binds a composite score to what everybody is measured against."""
    return _commitment("congress-board-scale-1", salt, canonical(scale).decode())


def sign_file(document: Mapping[str, Any], key: Ed25519PrivateKey, form: str = FORMAT) -> dict[str, Any]:
    """The document with format, key and signature."""
    whole = dict(document) | {"format": form, "algorithm": "Ed25519", "public_key": public_text(key.public_key())}
    return whole | {"signature": base64.b64encode(key.sign(canonical(whole))).decode()}


def check_file(document: Mapping[str, Any], trusted: str | None = None) -> list[str]:
    """What is wrong with a file, as sentences; empty when its signature holds.

    `trusted` is the public key (base 64) that is known from elsewhere; without it the file's own key is
    taken, which proves that the file is whole, not who made it.
    """
    if document.get("format") != FORMAT:
        return ["This is not a board file."]
    return signature_faults(document, trusted) + _order_faults(document)


def signature_faults(document: Mapping[str, Any], trusted: str | None = None) -> list[str]:
    """What is wrong with a document's signature."""
    findings = []
    if trusted is not None and document.get("public_key") != trusted:
        findings.append("The file was signed with another key than the one given.")
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(document["public_key"]), validate=True))
        public.verify(base64.b64decode(str(document["signature"]), validate=True), canonical(unsigned))
    except (KeyError, ValueError, InvalidSignature, TypeError):
        findings.append("The signature does not fit: the file was changed after it was signed.")
    return findings


def _order_faults(document: Mapping[str, Any]) -> list[str]:
    try:
        places = [int(line["place"]) for line in document["order"]]
        codes = [(line["entity"]["kind"], line["entity"]["code"]) for line in document["order"]]
    except (KeyError, TypeError, ValueError):
        return ["The order cannot be read."]
    faults = [] if places == sorted(places) else ["The places do not follow one another."]
    return faults if len(set(codes)) == len(codes) else [*faults, "An entity stands twice."]


def what_is_proven(document: Mapping[str, Any]) -> list[str]:
    """What a good file shows, and what it does not, in plain words."""
    ledger, board = document.get("ledger", {}), document.get("board", {}).get("slug")
    rules, period = document.get("rule_version"), document.get("period")
    count, last = ledger.get("count"), str(ledger.get("hash"))[:16]
    return [
        f"The order of {board} is the one that was signed at {document.get('published_at')}.",
        f"It was computed under rules {rules} for {period} from a ledger of {count} entries ending in {last}….",
        _what_of_totals(document),
        *_what_of_levels(document.get("board", {})),
        "Not proven by the file alone: that the entries are true, and, without a key from elsewhere, who signed.",
    ]


def _what_of_levels(board: Mapping[str, Any]) -> list[str]:
    levels = {level for part in [board, *board.get("components", [])] for level in part.get("levels", [])}
    if not levels:
        return []
    return [f"Not proven by the file: that the people counted are of the levels {', '.join(sorted(levels))}."]


def _what_of_totals(document: Mapping[str, Any]) -> str:
    if any("total" in line for line in document.get("order", [])):
        return "Each line names its total, and is bound to it."
    return "Each line is bound to a total that its own entity can open with its salt; the totals are not in the file."
