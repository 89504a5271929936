"""The key under which rolls are hashed."""

import secrets

from flask import current_app

from congress.foundation.keys import read_or_make
from congress.settings import Settings


def field_key() -> bytes:
    settings: Settings = current_app.extensions["settings"]
    if settings.field_key:
        return settings.field_key.encode()
    return read_or_make(settings.instance_dir / "keys" / "field.key", lambda: secrets.token_bytes(32))
