"""Passkeys (WebAuthn): a key pair in a device or a security key, of which we keep the public half.

The challenge is kept on our side, as its hash, and is good for one answer within five minutes.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.errors import PasskeyRefused
from congress.accounts.models import Passkey, User
from congress.accounts.one_time import note_challenge, take_challenge
from congress.accounts.queries import passkey_by_credential, passkeys_of
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.ids import new_secret
from congress.settings import Settings

MOST_PASSKEYS = 20


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _host() -> str:
    return urlsplit(_settings().public_url).hostname or "localhost"


def _origin() -> str:
    parts = urlsplit(_settings().public_url)
    return f"{parts.scheme}://{parts.netloc}"


def ask_for_new(session: Session, user: User, *, now: datetime) -> dict[str, Any]:
    """What the browser's `credentials.create` gets."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415 -- most processes never need it
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415 -- as above

    options = generate_registration_options(
        rp_id=_host(),
        rp_name=_settings().organiser_name,
        user_id=f"user {user.id}".encode(),
        user_name=user.email or user.name,
        user_display_name=user.name or user.email or "",
        challenge=_new_challenge(session, f"new passkey of {user.id}", now),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=_bytes(one.credential_id)) for one in passkeys_of(session, user.id)
        ],
    )
    read: dict[str, Any] = json.loads(options_to_json(options))
    return read


def add_passkey(
    session: Session, user: User, answer: dict[str, Any], *, name: str, by: Actor, now: datetime
) -> Passkey:
    """Keep the public half of what the browser made.

    Raises:
        PasskeyRefused: it answers no challenge of ours, or comes from another site.
    """
    from webauthn import verify_registration_response  # noqa: PLC0415 -- most processes never need it
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415 -- as above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 -- as above

    challenge = _answered_challenge(session, f"new passkey of {user.id}", answer, now)
    try:
        verified = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=_host(), expected_origin=_origin()
        )
    except WebAuthnException:
        raise PasskeyRefused from None
    credential_id = bytes_to_base64url(verified.credential_id)
    is_known = passkey_by_credential(session, user.id, credential_id) is not None
    if is_known or len(passkeys_of(session, user.id)) >= MOST_PASSKEYS:
        raise PasskeyRefused
    made = Passkey(
        user_id=user.id, credential_id=credential_id, public_key=verified.credential_public_key,
        sign_count=verified.sign_count, name=name, created_at=now,
    )  # fmt: skip
    session.add(made)
    record(session, by, "user.factor", "user", user.id, now=now, added="passkey")
    return made


def ask_for_known(session: Session, user: User, *, now: datetime) -> dict[str, Any]:
    """What the browser's `credentials.get` gets."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415 -- most processes never need it
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415 -- as above

    options = generate_authentication_options(
        rp_id=_host(),
        challenge=_new_challenge(session, f"passkey of {user.id}", now),
        allow_credentials=[
            PublicKeyCredentialDescriptor(id=_bytes(one.credential_id)) for one in passkeys_of(session, user.id)
        ],
    )
    read: dict[str, Any] = json.loads(options_to_json(options))
    return read


def proves_passkey(session: Session, user: User, answer: dict[str, Any], *, now: datetime) -> bool:
    """Whether the answer was signed by one of the user's passkeys, for this challenge and this site."""
    from webauthn import verify_authentication_response  # noqa: PLC0415 -- most processes never need it
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 -- as above

    found = passkey_by_credential(session, user.id, str(answer.get("id", "")))
    if found is None:
        return False
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=_answered_challenge(session, f"passkey of {user.id}", answer, now),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=found.public_key,
            credential_current_sign_count=found.sign_count,
        )
    except (WebAuthnException, PasskeyRefused):
        return False
    found.sign_count, found.last_used_at = verified.new_sign_count, now
    return True


def _bytes(text: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415 -- most processes never need it

    return base64url_to_bytes(text)


def _new_challenge(session: Session, purpose: str, now: datetime) -> bytes:
    challenge = new_secret()
    note_challenge(session, purpose, challenge, now=now)
    return challenge.encode()


def _answered_challenge(session: Session, purpose: str, answer: dict[str, Any], now: datetime) -> bytes:
    """The challenge that the browser answered; raises PasskeyRefused if it is not ours or was answered before."""
    from webauthn.helpers import parse_client_data_json  # noqa: PLC0415 -- most processes never need it
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 -- as above

    try:
        claimed = parse_client_data_json(_bytes(answer["response"]["clientDataJSON"])).challenge
    except (KeyError, TypeError, ValueError, AttributeError, WebAuthnException):
        raise PasskeyRefused from None
    if not take_challenge(session, purpose, claimed.decode("ascii", "replace"), now=now):
        raise PasskeyRefused
    return claimed
