"""What a device needs to decide by itself while it is cut off.

Each badge's name is sealed (AES-256-GCM) under a key derived from the badge's own token, and found under an
index derived from it too: whoever steals the device reads nothing of people whose badges they do not hold
(DESIGN: Scans; SAFETY.md 4).
"""

import base64
import hashlib
import hmac
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from congress.badges.tokens import Claims, issue_token
from congress.checkin.models import Gate
from congress.checkin.queries import manifest_rows
from congress.foundation.answers import encode
from congress.programme.models import Congress
from congress.programme.queries import categories_of
from congress.registration.passes import badge_key, badge_public_keys
from congress.registration.states import Status

INDEX_BYTES = 12
NONCE_BYTES = 12


def build_manifest(session: Session, congress: Congress, gate: Gate) -> dict[str, Any]:
    """Public keys, categories, sealed entries of those who may enter, and indexes of badges that are void."""
    key = badge_key()
    entries, revoked = [], []
    for row in manifest_rows(session, congress.id, gate.forum_id):
        token = issue_token(Claims(congress.id, row.number, row.serial, row.category_letter), key)
        if row.revoked_at is not None:
            revoked.append(index_of(token))
        elif row.status == Status.CONFIRMED:
            entries.append(
                {"index": index_of(token), "sealed": seal_entry(token, {"name": row.name, "number": row.number})}
            )
    return {
        "congress": congress.slug,
        "target": gate.target,
        "keys": [
            {"id": key_id, "alg": "Ed25519", "public": _text(public.public_bytes(Encoding.Raw, PublicFormat.Raw))}
            for key_id, public in badge_public_keys().items()
        ],
        "categories": [
            {"letter": c.letter, "slug": c.slug, "zh": c.name_zh, "en": c.name_en, "colour": c.colour}
            for c in categories_of(session, congress.id)
        ],
        # in the order of the indexes, which says nothing about who registered when
        "entries": sorted(entries, key=lambda entry: entry["index"]),
        "revoked": sorted(revoked),
    }


def index_of(token: str) -> str:
    """By what a device finds the entry of a token that is in front of it."""
    return _text(hashlib.sha256(b"congress-manifest-index\x00" + token.encode()).digest()[:INDEX_BYTES])


def seal_entry(token: str, facts: dict[str, Any]) -> str:
    """The same facts seal to the same text, so that the ETag holds; other facts get another nonce."""
    key, plain = _entry_key(token), encode(facts)
    nonce = hmac.digest(key, plain, "sha256")[:NONCE_BYTES]
    return _text(nonce + AESGCM(key).encrypt(nonce, plain, None))


def open_entry(token: str, sealed: str) -> bytes:
    """What the device does with a presented badge; raises InvalidTag for another badge's entry."""
    content = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    return AESGCM(_entry_key(token)).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], None)


def _entry_key(token: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"congress-manifest-entry").derive(token.encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
