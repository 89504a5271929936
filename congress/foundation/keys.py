"""Keys that the environment does not give lie under `instance/keys`, made at first use."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from congress.settings import Settings, SettingsError


def session_key(settings: Settings) -> str:
    """The secret that signs session cookies."""
    return read_or_make(settings.instance_dir / "keys" / "session.key", lambda: secrets.token_hex(32).encode()).decode()


def field_key(settings: Settings) -> bytes:
    """The secret that fields of the database are encrypted with."""
    if settings.field_key:
        return settings.field_key.encode()
    return read_or_make(settings.instance_dir / "keys" / "field.key", lambda: secrets.token_hex(32).encode())


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content; made by `make` and written whole when it is missing. Safe with several processes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        content = make()
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        try:
            # a hard link fails where another process was quicker: then its key is the key
            os.link(partial, path)
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return path.read_bytes()


def ed25519_key(instance: Path, name: str, given: str | None) -> Ed25519PrivateKey:
    """The private key from PEM text, else from `instance/keys/NAME.pem`, made at first use.

    Raises:
        SettingsError: what the environment gives is no Ed25519 key.
    """
    pem = given.encode() if given else read_or_make(instance / "keys" / f"{name}.pem", _new_pem)
    try:
        key = load_pem_private_key(pem, None)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"The {name} key is not an Ed25519 private key in PEM form.")
    return key


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
