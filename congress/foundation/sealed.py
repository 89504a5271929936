"""Single values that lie encrypted in the database: AES-256-GCM under a key that is not in it.

The key comes from FIELD_KEY, else from a file in the instance folder. A value is bound to where it lies, so that it
cannot be moved to another row; a keyed digest finds it again without opening anything.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from congress.foundation.keys import read_or_make
from congress.settings import Settings

NONCE = 12


class SealBroken(ValueError):
    """The value was made with another key, for another place, or has been changed."""


class FieldSeal:
    """Seals and opens single values."""

    def __init__(self, settings: Settings) -> None:
        given = settings.field_key
        secret = (
            given.encode()
            if given
            else read_or_make(settings.instance_dir / "keys" / "field.key", lambda: secrets.token_hex(32).encode())
        )
        self._cipher = AESGCM(_derived(secret, b"congress field"))
        self._digest_key = _derived(secret, b"congress field digest")

    def seal(self, text: str, place: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Raises SealBroken."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode()).decode()
        except InvalidTag as error:
            raise SealBroken from error

    def digest(self, text: str) -> str:
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
