"""The key that signs boards and checkpoints."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from congress.foundation.keys import ed25519_key
from congress.settings import Settings


def board_key() -> Ed25519PrivateKey:
    settings: Settings = current_app.extensions["settings"]
    return ed25519_key(settings.instance_dir, "board", settings.board_key)
