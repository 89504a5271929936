"""Check an exported ledger with nothing but Python's standard library and `cryptography`.

    python verify_ledger.py LEDGER [--checkpoint FILE] [--key BASE64]

LEDGER is what `python -m congress ledger export` wrote: a head, then one entry a line. Without a checkpoint the
check shows that the entries follow one another and fit the head; whoever wrote the file could have written all of
it anew. With a checkpoint that somebody else kept since, any entry changed, removed, swapped or put in up to it
shows, a whole chain written anew included. The key is the one that the checkpoint must be signed with; take it
from a place that whoever made the file does not control. This script shares no line with the product, so that a
fault in one of them shows in the other. Exit 0: it holds; 1: it does not; 2: wrong use.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = (
    "congress", "seq", "milestone", "intention", "entity_kind", "entity_code", "measure", "amount_fen", "count",
    "share", "rule_version", "period", "recorded_at", "reverses",
)  # fmt: skip
WHOLE_NUMBERS = {"seq", "amount_fen", "count", "share", "period"}
ZERO = "0" * 64


def joined(texts: list[str]) -> bytes:
    """Each text as UTF-8 behind its length in four bytes."""
    raw = [text.encode() for text in texts]
    return b"".join(len(one).to_bytes(4, "big") + one for one in raw)


def hash_of(entry: dict[str, Any]) -> str:
    """The hash that an entry must bear; raises KeyError or TypeError for what is no entry."""
    texts = ["congress-ledger-entry-1"]
    for name in FIELDS:
        value = entry[name]
        if name == "reverses" and value is None:
            texts.append("")
            continue
        expected = int if name in WHOLE_NUMBERS or name == "reverses" else str
        if type(value) is not expected:
            raise TypeError(name)
        texts.append(str(value))
    evidence = entry["evidence"]
    if type(evidence) is not list or any(type(one) is not str for one in evidence):
        raise TypeError("evidence")
    texts += [str(len(evidence)), *evidence, entry["previous_hash"]]
    return hashlib.sha256(joined(texts)).hexdigest()


def checkpoint_faults(checkpoint: dict[str, Any], head: dict[str, Any], key: str | None) -> list[str]:
    """What is wrong with a checkpoint by itself."""
    facts = [str(checkpoint.get(name)) for name in ("congress", "count", "hash", "at")]
    trusted = key or str(checkpoint.get("public_key"))
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(trusted, validate=True))
        signature = base64.b64decode(str(checkpoint.get("signature")), validate=True)
        public.verify(signature, joined(["congress-ledger-checkpoint-1", *facts]))
    except (ValueError, InvalidSignature):
        return ["the checkpoint is not signed by this key"]
    if checkpoint["congress"] != head.get("congress"):
        return ["the checkpoint is of another congress"]
    return []


def entry_faults(number: int, entry: Any, head: dict[str, Any], previous: str) -> tuple[list[str], str]:
    """What is wrong with one entry, and the hash that the next one must name."""
    try:
        computed = hash_of(entry)
        checks = {
            "is missing or out of order": entry["seq"] == number,
            "is of another congress": entry["congress"] == head.get("congress"),
            "does not follow the one before it": entry["previous_hash"] == previous,
            "was changed": entry["hash"] == computed,
        }
    except (KeyError, TypeError):
        return [f"entry {number} cannot be read"], ""
    return [f"entry {number} {fault}" for fault, good in checks.items() if not good], computed


def verify(lines: list[str], checkpoint: dict[str, Any] | None = None, key: str | None = None) -> list[str]:
    """Everything that is wrong with an exported ledger; empty when nothing is."""
    try:
        head = json.loads(lines[0])
        entries = [json.loads(line) for line in lines[1:]]
        if head.get("format") != "congress-ledger-1":
            return ["this is no exported ledger"]
    except (ValueError, IndexError, AttributeError):
        return ["this is no exported ledger"]
    faults = [] if checkpoint is None else checkpoint_faults(checkpoint, head, key)
    previous, hashes = ZERO, [ZERO]
    for number, entry in enumerate(entries, start=1):
        found, previous = entry_faults(number, entry, head, previous)
        faults += found
        hashes.append(previous)
    if (head.get("count"), head.get("hash")) != (len(entries), previous):
        faults.append("the end was cut off or added to")
    if checkpoint is not None:
        count = checkpoint.get("count")
        within = type(count) is int and 0 <= count < len(hashes)
        if not within or hashes[count] != checkpoint.get("hash"):
            faults.append(f"the chain was written anew: at entry {count} it is not the one of the checkpoint")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an exported ledger.")
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--checkpoint", type=Path, help="a signed checkpoint that somebody kept")
    parser.add_argument("--key", help="the public key (base 64) that the checkpoint must be signed with")
    asked = parser.parse_args()
    try:
        lines = asked.ledger.read_text(encoding="utf-8").splitlines()
        checkpoint = json.loads(asked.checkpoint.read_text(encoding="utf-8")) if asked.checkpoint else None
    except (OSError, ValueError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    faults = verify(lines, checkpoint, asked.key)
    for fault in faults:
        print(fault)
    if faults:
        return 1
    print(f"{len(lines) - 1} entries follow one another and fit the head.")
    if checkpoint is None:
        print("Not shown without a checkpoint from elsewhere: that the whole file was not written anew.")
    else:
        print(f"They are the ones of the checkpoint of {checkpoint['at']} up to entry {checkpoint['count']}.")
        if asked.key is None:
            print("The checkpoint was checked with the key that it names itself; give --key to know who signed it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
