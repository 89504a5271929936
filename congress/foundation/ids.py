"""Public identifiers and one-time secrets: random, so that nobody can count or guess them."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


def random_text(length: int) -> str:
    """`length` characters of five random bits each."""
    # 256 is a multiple of 32, so that each character is as likely as any other
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(length))


def new_id() -> str:
    """An opaque public id of 130 random bits, lower case."""
    return random_text(26).lower()


def new_code() -> str:
    """A registration's code that a person can read out: ten characters, fifty random bits."""
    return random_text(10)


def new_secret() -> str:
    """A URL-safe secret of 256 bits for tokens and links."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a random secret: its SHA-256 in hex. Enough, since the secret cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(a: str, b: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())
