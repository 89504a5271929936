"""From a registration's badge to its token and printed code: the keys that sign them."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app

from congress.badges.tokens import Claims, SigningKey, issue_token, printed_code
from congress.foundation.keys import ed25519_key
from congress.programme.models import Congress
from congress.registration.models import Badge
from congress.settings import Settings


@cache
def _key(instance: Path, given: str | None) -> SigningKey:
    return SigningKey.of(ed25519_key(instance, "badge", given))


def badge_key() -> SigningKey:
    """The key that signs badges: from the environment, else from the instance folder."""
    settings: Settings = current_app.extensions["settings"]
    return _key(settings.instance_dir, settings.badge_key)


def badge_public_keys() -> dict[str, Ed25519PublicKey]:
    """What a gate checks tokens with: key id → public key."""
    return _public_keys(badge_key())


@cache
def _public_keys(key: SigningKey) -> dict[str, Ed25519PublicKey]:
    """Making the public key takes as long as checking a token."""
    return {key.key_id: key.private.public_key()}


def badge_token(badge: Badge, congress: Congress) -> str:
    """The text of the badge's QR code."""
    return issue_token(Claims(congress.id, badge.number, badge.serial, badge.category_letter), badge_key())


def badge_code(congress_id: int, number: int, serial: int) -> str:
    """The short code printed on the badge; its secret is the badge key's."""
    private: Ed25519PrivateKey = badge_key().private
    return printed_code(congress_id, number, serial, private.private_bytes_raw())
