"""The hash chain, pure: an entry's hash, the check of a chain, checkpoints that others keep.

A chain inside one database proves nothing against its administrator: whoever can rewrite a row can rewrite
the rest. What counts is a signed checkpoint in somebody else's hands (SAFETY.md finding 10).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENTRY_DOMAIN = "congress-ledger-entry-1"
HOLD_DOMAIN = "congress-credit-hold-1"
HOLD_CHECKPOINT_DOMAIN = "congress-hold-checkpoint-1"
CHECKPOINT_DOMAIN = "congress-ledger-checkpoint-1"
EXPORT_FORMAT = "congress-ledger-1"
NOTHING = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Link:
    """What of an entry is hashed; no personal data, so that deletion never breaks the chain."""

    congress: str
    seq: int
    milestone: str
    intention: str
    entity_kind: str
    entity_code: str
    measure: str
    amount_fen: int
    count: int
    share: int
    rule_version: str
    period: int
    recorded_at: datetime
    reverses: int | None
    evidence: tuple[str, ...]
    previous_hash: str


def entry_hash(link: Link) -> str:
    """SHA-256 over the fields in a fixed order, each as UTF-8 with its length in front, so that none can run
    into its neighbour.
    """
    fields = [
        ENTRY_DOMAIN, link.congress, str(link.seq), link.milestone, link.intention, link.entity_kind,
        link.entity_code, link.measure, str(link.amount_fen), str(link.count), str(link.share),
        link.rule_version, str(link.period), stamp(link.recorded_at),
        "" if link.reverses is None else str(link.reverses), str(len(link.evidence)), *link.evidence,
        link.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(length_prefixed(fields)).hexdigest()


# an entry's number, the hash it follows, the hash of its content, and the hash that stands with it
Sealed = tuple[int, str, str, str]
# what no field of an entry holds, so that a line of them can be told apart again
SEPARATOR = b"\x1f"


def sealed_links(entries: Iterable[tuple[Link, str]]) -> Iterator[Sealed]:
    for link, stored in entries:
        yield link.seq, link.previous_hash, entry_hash(link), stored


def sealed_lines(congress: str, lines: Iterable[bytes]) -> Iterator[Sealed]:
    """The same from the database's own text, several times as fast since no objects are made.

    Each line is an entry's fields in the order in which they are hashed, its evidence as JSON, and its hash, with
    SEPARATOR between.

    Raises:
        ValueError, TypeError, AttributeError: a line that no entry of ours makes.
    """
    opening = length_prefixed([ENTRY_DOMAIN, congress])
    sha256, long = hashlib.sha256, _LENGTHS.__getitem__
    for line in lines:
        fields = line.split(SEPARATOR)
        if len(fields) != _FIELDS:
            raise ValueError("A line has other fields than an entry.")
        *fields, evidence, previous, stored = fields
        parts = [opening]
        for field in fields:
            parts += (long(len(field)), field)
        parts += (_evidence_bytes(evidence), long(len(previous)), previous)
        yield int(fields[0]), previous.decode(), sha256(b"".join(parts)).hexdigest(), stored.decode()


class _Lengths(dict[int, bytes]):
    """A field's length as it stands before the field."""

    def __missing__(self, length: int) -> bytes:
        self[length] = length.to_bytes(4, "big")
        return self[length]


_LENGTHS = _Lengths()
_FIELDS = 16


@lru_cache(maxsize=4096)
def _evidence_bytes(text: bytes) -> bytes:
    """The shares of one outcome all name the same evidence."""
    evidence = json.loads(text)
    return length_prefixed([str(len(evidence)), *evidence])


@dataclass(frozen=True, kw_only=True)
class HoldLink:
    """What of a freeze or a release is hashed."""

    congress: str
    seq: int
    intention: str
    entity_kind: str
    entity_code: str
    act: str
    cause: str
    at: datetime
    previous_hash: str


def hold_hash(link: HoldLink) -> str:
    """As an entry's hash, over the fields of a hold."""
    fields = [
        HOLD_DOMAIN, link.congress, str(link.seq), link.intention, link.entity_kind, link.entity_code, link.act,
        link.cause, stamp(link.at), link.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(length_prefixed(fields)).hexdigest()


def verify_holds(
    holds: Iterable[tuple[HoldLink, str]], head: "Head", checkpoint: "Head | None" = None
) -> list["Finding"]:
    """Everything that is wrong with the chain of freezes and releases."""
    findings, previous, hashes = [], NOTHING, [NOTHING]
    for number, (link, stored) in enumerate(holds, start=1):
        if (link.seq, link.previous_hash, hold_hash(link)) != (number, previous, stored):
            findings.append(Finding(None, f"hold {number} was changed, removed or put in: it does not fit its chain"))
        previous = hold_hash(link)
        hashes.append(previous)
    if (len(hashes) - 1, previous) != (head.count, head.hash):
        findings.append(Finding(None, f"the holds end at {len(hashes) - 1}, their head says {head.count}"))
    if checkpoint is not None and (checkpoint.count >= len(hashes) or hashes[checkpoint.count] != checkpoint.hash):
        findings.append(Finding(None, f"the holds were rewritten: at {checkpoint.count} they are not the checkpoint's"))
    return findings


def as_row(link: Link, stored: str) -> dict[str, Any]:
    """An entry as it stands in exported files: every hashed field, and the hash."""
    return vars(link) | {"recorded_at": stamp(link.recorded_at), "evidence": list(link.evidence), "hash": stored}


def from_row(row: Mapping[str, Any]) -> tuple[Link, str]:
    """An entry of an exported file; raises KeyError, TypeError or ValueError for what is none."""
    fields = {name: row[name] for name in Link.__dataclass_fields__}
    moment = datetime.strptime(fields["recorded_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return Link(**fields | {"recorded_at": moment, "evidence": tuple(fields["evidence"])}), str(row["hash"])


def length_prefixed(fields: Iterable[str]) -> bytes:
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in (field.encode() for field in fields))


def stamp(moment: datetime) -> str:
    """UTC to the microsecond, in one form."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a chain, and at which entry."""

    seq: int | None
    message: str


@dataclass(frozen=True)
class Head:
    """How many entries there are, and the hash of the last: kept apart, so that a cut-off tail shows."""

    count: int
    hash: str


def verify_chain(entries: Iterable[tuple[Link, str]], head: Head, checkpoint: Head | None = None) -> list[Finding]:
    """As `verify_sealed`; `entries` are (link, stored hash) by `seq`."""
    return verify_sealed(sealed_links(entries), head, checkpoint)


def verify_sealed(entries: Iterable[Sealed], head: Head, checkpoint: Head | None = None) -> list[Finding]:
    """Everything that is wrong: rows changed, removed, slipped in or out of order, a tail cut off, and, with a
    checkpoint, a chain that was rewritten since. `entries` stand by their number.
    """
    findings: list[Finding] = []
    previous, expected, count = NOTHING, 1, 0
    at_checkpoint: str | None = NOTHING if checkpoint is not None and checkpoint.count == 0 else None
    for seq, follows, computed, stored in entries:
        count += 1
        if seq != expected:
            findings.append(Finding(seq, f"entry {expected} is missing or out of order: {seq} stands there"))
            expected = seq
        if follows != previous:
            findings.append(Finding(seq, f"entry {seq} does not follow the one before it"))
        if computed != stored:
            findings.append(Finding(seq, f"entry {seq} was changed: its hash does not fit"))
        if checkpoint is not None and count == checkpoint.count:
            at_checkpoint = computed
        previous, expected = stored, expected + 1
    if count != head.count or previous != head.hash:
        findings.append(
            Finding(
                None, f"the ledger ends at {count} entries, its head says {head.count}: the end was cut off or added to"
            )
        )
    if checkpoint is not None and at_checkpoint != checkpoint.hash:
        findings.append(
            Finding(
                checkpoint.count or None,
                f"the chain was rewritten: at entry {checkpoint.count} it is not the one of the checkpoint",
            )
        )
    return findings


def make_checkpoint(
    congress: str, head: Head, at: datetime, key: Ed25519PrivateKey, holds: Head | None = None
) -> dict[str, Any]:
    """A signed statement of the ledger's length and last hash, and of its holds', to be handed to all schools."""
    facts = {"congress": congress, "count": head.count, "hash": head.hash, "at": stamp(at)}
    document: dict[str, Any] = {
        "format": CHECKPOINT_DOMAIN,
        **facts,
        "algorithm": "Ed25519",
        "public_key": public_text(key.public_key()),
        "signature": base64.b64encode(key.sign(_checkpoint_bytes(facts))).decode(),
    }
    if holds is not None:
        told = facts | {"count": holds.count, "hash": holds.hash}
        signature = base64.b64encode(key.sign(_checkpoint_bytes(told, HOLD_CHECKPOINT_DOMAIN))).decode()
        document["holds"] = {"count": holds.count, "hash": holds.hash, "signature": signature}
    return document


def read_hold_checkpoint(document: Mapping[str, Any], public: Ed25519PublicKey) -> Head | None:
    """The head of the holds; None where the checkpoint says nothing of them. Raises ValueError."""
    holds = document.get("holds")
    if holds is None:
        return None
    try:
        told = {"congress": document["congress"], "at": document["at"], "count": holds["count"], "hash": holds["hash"]}
        signature = base64.b64decode(str(holds["signature"]), validate=True)
        public.verify(signature, _checkpoint_bytes(told, HOLD_CHECKPOINT_DOMAIN))
        return Head(int(told["count"]), str(told["hash"]))
    except (KeyError, TypeError, ValueError, InvalidSignature):
        raise ValueError("The checkpoint of the holds is not signed by this installation's key.") from None


def read_checkpoint(document: Mapping[str, Any], public: Ed25519PublicKey) -> Head:
    """The checkpoint's head.

    Raises:
        ValueError: it is not one, or its signature is not by this key.
    """
    try:
        facts = {name: document[name] for name in ("congress", "count", "hash", "at")}
        signature = base64.b64decode(str(document["signature"]), validate=True)
        public.verify(signature, _checkpoint_bytes(facts))
        return Head(int(facts["count"]), str(facts["hash"]))
    except (KeyError, TypeError, ValueError, InvalidSignature):
        raise ValueError("This is no checkpoint signed by this installation's key.") from None


def _checkpoint_bytes(facts: Mapping[str, Any], domain: str = CHECKPOINT_DOMAIN) -> bytes:
    return length_prefixed([domain, str(facts["congress"]), str(facts["count"]), str(facts["hash"]), str(facts["at"])])


def public_text(public: Ed25519PublicKey) -> str:
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
