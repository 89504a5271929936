"""Small secrets in the database, unreadable without the installation's field key."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from congress.foundation.keys import field_key
from congress.settings import Settings

NONCE_BYTES = 12


def seal(settings: Settings, purpose: str, plain: bytes) -> bytes:
    """Encrypted and authenticated; what is sealed for one purpose opens for no other."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(settings, purpose).encrypt(nonce, plain, purpose.encode())


def unseal(settings: Settings, purpose: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidTag when it was changed, or sealed with another key or for another purpose."""
    return _cipher(settings, purpose).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())


def _cipher(settings: Settings, purpose: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return AESGCM(derived.derive(field_key(settings)))
