"""What a device needs to decide by itself while it is cut off.

Each badge is found under an index, and its person's name sealed (AES-256-GCM) under a key; both are derived
(HKDF) from the badge's own token, so that whoever steals the device reads nothing of people whose badges they
do not hold (DESIGN: Scans; SAFETY.md 4). Entries lie in 256 buckets by the first byte of their index. The
version of a copy is the digests of its buckets: told what a device has, the server answers with the buckets
that differ, and remembers nothing about devices.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from congress.badges.tokens import Claims, SigningKey, issue_token
from congress.checkin.door_queries import entries_undone, entries_with_lost_badges
from congress.checkin.guest_queries import companions_of_all, protocol_codes
from congress.checkin.models import Gate
from congress.checkin.queries import entered_since, facts_of, manifest_rows
from congress.checkin.rules import EachDay
from congress.foundation.answers import encode
from congress.foundation.pages import zone
from congress.programme.models import Congress
from congress.programme.queries import categories_of
from congress.registration.passes import badge_key, badge_public_keys
from congress.registration.states import HoldingStatus, Status

INDEX_BYTES = 12
KEY_BYTES = 32
NONCE_BYTES = 12
# a sealed name tells its length only in steps
PADDING = 16
BUCKETS = 256
# 40 bits of a code leave 256 codes for each of these, and ten thousand badges about one pair that share one
CODE_BYTES = 4
DIGEST_BYTES = 5
UNIT_BYTES = 10
# admissions written at the same moment may become visible in another order than that of their scans
OVERLAP = 1000
MOST_CACHED = 250_000
_PURPOSE = b"congress-manifest-entry"
# before the name of somebody whom no screen welcomes or turns away
QUIET = "\x01"
REVOKED, OTHER = "revoked", "other"
_derived: dict[tuple[str, Claims], tuple[bytes, bytes]] = {}


@dataclass(frozen=True)
class Version:
    """What a device's copy is: a digest for each bucket, and up to which scan it knows who entered."""

    digests: bytes
    cursor: int

    def __str__(self) -> str:
        return f"{_text(self.digests)}.{self.cursor}"

    @classmethod
    def read(cls, text: str | None) -> "Version | None":
        """None for anything that is no version of ours: then the whole copy is sent."""
        digests, dot, cursor = (text or "").partition(".")
        if not dot or not cursor.isascii() or not cursor.isdigit() or len(cursor) > 15:  # noqa: PLR2004 -- a scan's id
            return None
        try:
            content = base64.urlsafe_b64decode(digests + "=" * (-len(digests) % 4))
        except ValueError:
            return None
        return cls(content, int(cursor)) if len(content) == BUCKETS * DIGEST_BYTES else None


class _Record(NamedTuple):
    """One badge in its bucket; its party is sealed like its name, for whoever leads one."""

    place: str
    state: str
    code: str
    party: str
    delegation: str


def build_manifest(session: Session, congress: Congress, gate: Gate, *, since: str | None = None) -> dict[str, Any]:
    """The whole copy, or what differs from the version that the device has."""
    salt, key, had = manifest_salt(congress), badge_key(), Version.read(since)
    quiet = protocol_codes(session, congress.id)
    parties = _parties(companions_of_all(session, congress.id), congress, key, salt)
    buckets: list[list[_Record]] = [[] for _bucket in range(BUCKETS)]
    for row in manifest_rows(session, congress.id, gate.forum_id):
        index, entry_key = _derive(Claims(congress.id, row.number, row.serial, row.category_letter), key, salt)
        is_quiet = row.registration_code in quiet
        unit = "" if is_quiet else row.delegation
        below = f"\n{_unit_secret(unit, key, salt)}" if unit else ""
        state = _state(row, entry_key, below, forum=gate.forum_id is not None, quiet=is_quiet)
        led = parties.get(row.registration_code) if state not in {REVOKED, OTHER} else None
        party = _seal(entry_key, led) if led else ""
        buckets[index[0]].append(_Record(_text(index), state, code_digest(row.code, salt), party, unit))
    for bucket in buckets:
        # an order that says nothing about who registered when
        bucket.sort()
    facts = facts_of(gate, congress)
    inside = entered_since(session, congress.id, gate.target, max(0, had.cursor - OVERLAP) if had else 0)
    cursor = max([had.cursor if had else 0, *(row.scan_id for row in inside)])
    version = Version(b"".join(_digest(bucket) for bucket in buckets), cursor)
    changed = _changed(version, had)
    sent = [record for number in changed for record in buckets[number]]
    return {
        "congress": congress.slug,
        "congress_id": congress.id,
        "target": gate.target,
        "version": str(version),
        "whole": had is None,
        "salt": _text(salt),
        "door": {
            "exit": facts.door.exit, "opens_at": _iso(facts.door.opens_at), "closes_at": _iso(facts.door.closes_at),
            "each_day": _each_day(facts.each_day),
        },
        "keep_until": _keep_until(congress).isoformat(),
        "keys": [
            {"id": key_id, "alg": "Ed25519", "public": _text(public.public_bytes(Encoding.Raw, PublicFormat.Raw))}
            for key_id, public in badge_public_keys().items()
        ],
        "categories": [
            {"letter": c.letter, "slug": c.slug, "zh": c.name_zh, "en": c.name_en, "colour": c.colour}
            for c in categories_of(session, congress.id)
        ],
        "buckets": changed,
        "entries": [{"index": one.place, "sealed": one.state} for one in sent if one.state not in {REVOKED, OTHER}],
        "revoked": [one.place for one in sent if one.state == REVOKED],
        "others": [one.place for one in sent if one.state == OTHER],
        "codes": [[one.code, one.place] for one in sent],
        "delegations": [_sealed_unit(unit, key, salt) for unit in sorted({one.delegation for one in sent} - {""})],
        "parties": [{"index": one.place, "sealed": one.party} for one in sent if one.party],
        "undone": _undone(entries_undone(session, congress.id, gate.target), congress, key, salt),
        "inside": _inside(inside, congress, key, salt),
        "earlier": _inside(entries_with_lost_badges(session, congress.id, gate.target), congress, key, salt),
    }  # fmt: skip


def _parties(rows: Iterable[Any], congress: Congress, key: SigningKey, salt: bytes) -> dict[str, str]:
    """Leader's registration → the party's name, and of each companion what lets a device decide and record."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        member = [_index(row, congress, key, salt), row.number, row.code, row.name, row.id]
        found.setdefault(row.leader, {"name": row.party, "members": []})["members"].append(member)
    return {leader: encode(party).decode() for leader, party in found.items()}


def _each_day(rule: EachDay | None) -> dict[str, Any] | None:
    return {"time_zone": rule.zone.key, "day_break": rule.day_break} if rule else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _unit_secret(unit: str, key: SigningKey, salt: bytes) -> str:
    """What the badges of a delegation's people hold of it: its name is sealed once for all of them."""
    made = hmac.digest(key.private.private_bytes_raw(), b"congress-manifest-unit\x00" + salt + unit.encode(), "sha256")
    return _text(made[:UNIT_BYTES])


def _sealed_unit(unit: str, key: SigningKey, salt: bytes) -> dict[str, str]:
    index, unit_key = derive(_unit_secret(unit, key, salt), salt)
    return {"index": _text(index), "sealed": _seal(unit_key, unit)}


def _state(row: Any, entry_key: bytes, below: str, *, forum: bool, quiet: bool) -> str:
    """Sealed, the name and what stands below it, of a badge that may enter; a word for one that may not. A protocol
    guest is let in everywhere.
    """
    if row.revoked_at is not None or row.status != Status.CONFIRMED:
        return REVOKED
    if quiet:
        return _seal(entry_key, QUIET + row.name)
    if forum and row.holding != HoldingStatus.CONFIRMED:
        return OTHER
    return _seal(entry_key, row.name + below)


def _inside(rows: Iterable[Any], congress: Congress, key: SigningKey, salt: bytes) -> list[dict[str, Any]]:
    """Who is in by now, by index, and on which day."""
    return [
        {
            "index": _index(row, congress, key, salt), "at": row.at.isoformat(timespec="seconds"), "gate": row.gate,
            "day": row.day,
        }
        for row in rows
    ]  # fmt: skip


def _undone(rows: Iterable[Any], congress: Congress, key: SigningKey, salt: bytes) -> list[dict[str, Any]]:
    """Whose entries before that moment were none, by index."""
    return [
        {"index": _index(row, congress, key, salt), "before": row.undone_at.isoformat(), "day": row.day} for row in rows
    ]


def _index(row: Any, congress: Congress, key: SigningKey, salt: bytes) -> str:
    return _text(_derive(Claims(congress.id, row.number, row.serial, row.category_letter), key, salt)[0])


def _changed(version: Version, had: Version | None) -> list[int]:
    if had is None:
        return list(range(BUCKETS))
    cuts = [slice(number * DIGEST_BYTES, (number + 1) * DIGEST_BYTES) for number in range(BUCKETS)]
    return [number for number, cut in enumerate(cuts) if version.digests[cut] != had.digests[cut]]


def _digest(bucket: Sequence[_Record]) -> bytes:
    text = "\n".join(" ".join(filter(None, record)) for record in bucket)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


def _keep_until(congress: Congress) -> datetime:
    """When a device throws its copy away by itself: the day after the congress."""
    return datetime.combine(congress.ends_on + timedelta(days=2), time.min, zone())


def manifest_salt(congress: Congress) -> bytes:
    """The same for all gates of a congress; no secret, it keeps two congresses' indexes apart."""
    return hashlib.sha256(f"congress-manifest\x00{congress.slug}\x00{congress.id}".encode()).digest()[:16]


def _derive(claims: Claims, key: SigningKey, salt: bytes) -> tuple[bytes, bytes]:
    """Index and key of a badge. Signing its token again takes most of a manifest's time, so both are kept."""
    known = _derived.get((key.key_id, claims))
    if known is None:
        if len(_derived) > MOST_CACHED:
            _derived.clear()
        known = _derived[key.key_id, claims] = derive(issue_token(claims, key), salt)
    return known


def derive(token: str, salt: bytes) -> tuple[bytes, bytes]:
    """By what a device finds the entry of a token that is in front of it, and with what it opens it."""
    # HKDF (RFC 5869) spelled out: two blocks of SHA-256, at a third of the library's cost for a hundred thousand badges
    extracted = hmac.digest(salt, token.encode(), "sha256")
    first = hmac.digest(extracted, _PURPOSE + b"\x01", "sha256")
    derived = first + hmac.digest(extracted, first + _PURPOSE + b"\x02", "sha256")
    return derived[:INDEX_BYTES], derived[INDEX_BYTES : INDEX_BYTES + KEY_BYTES]


def code_digest(code: str, salt: bytes) -> str:
    """By what a device knows a printed code. So short that a stolen copy gives no code away."""
    return _text(hashlib.sha256(b"congress-manifest-code\x00" + salt + code.encode()).digest()[:CODE_BYTES])


def _seal(key: bytes, text: str) -> str:
    """The same text seals to the same, so that versions hold; another one gets another nonce."""
    plain = text.encode()
    plain += b"\x00" * (-len(plain) % PADDING)
    nonce = hmac.digest(key, plain, "sha256")[:NONCE_BYTES]
    return _text(nonce + AESGCM(key).encrypt(nonce, plain, None))


def open_entry(key: bytes, sealed: str) -> str:
    """What the device does with a presented badge; raises InvalidTag for another badge's entry."""
    content = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], None).rstrip(b"\x00").decode()


def index_text(index: bytes) -> str:
    return _text(index)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
