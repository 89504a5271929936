"""Second factors: an authenticator app (TOTP, RFC 6238), codes by SMS for schools and places, codes on paper.

Each code is good once. Passkeys have a file of their own, `passkeys.py`.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from flask import current_app
from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from congress.accounts.actions import end_sessions, issue_login_code, use_login_code
from congress.accounts.addresses import Address
from congress.accounts.errors import CodeWrong, FactorNeeded
from congress.accounts.models import Passkey, RecoveryCode, TotpKey, User
from congress.accounts.queries import passkeys_of, totp_key_of
from congress.accounts.states import ADMINISTRATORS, SMS_IS_ENOUGH, Factor
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import StateRefused
from congress.foundation.ids import digest, random_text, same
from congress.foundation.sealing import seal, unseal
from congress.settings import Settings

KEY_BYTES = 20
STEP = 30
DIGITS = 6
# a clock that is a step early or late is taken
TOLERATED = 1
RECOVERY_CODES = 10
RECOVERY_LENGTH = 16
PURPOSE = "totp"


@dataclass(frozen=True)
class TotpSetUp:
    """What an authenticator app needs: by its camera, or typed in."""

    key: str
    link: str


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def factors_of(session: Session, user: User) -> list[Factor]:
    """What the user can prove with beside the password, the strongest first."""
    totp = totp_key_of(session, user.id)
    has = {
        Factor.PASSKEY: bool(passkeys_of(session, user.id)),
        Factor.TOTP: totp is not None and totp.confirmed_at is not None,
        Factor.SMS: bool(user.second_phone) and may_use_sms(user),
    }
    return [factor for factor, is_there in has.items() if is_there]


def may_use_sms(user: User) -> bool:
    return {grant.role for grant in user.grants} <= SMS_IS_ENOUGH


def must_have_factor(user: User) -> bool:
    """Whether this installation asks for a second factor of somebody with these roles."""
    return _settings().require_second_factor and any(grant.role in ADMINISTRATORS for grant in user.grants)


def begin_totp(session: Session, user: User) -> TotpSetUp:
    """A fresh key for an app; it counts once a code made with it was entered.

    Raises:
        StateRefused: an app counts already; its key is never shown again.
    """
    found = totp_key_of(session, user.id)
    if found is not None and found.confirmed_at:
        raise StateRefused
    if found is None:
        key = secrets.token_bytes(KEY_BYTES)
        session.add(TotpKey(user_id=user.id, sealed_key=seal(_settings(), PURPOSE, key)))
        session.flush()
    else:
        key = unseal(_settings(), PURPOSE, found.sealed_key)
    text = base64.b32encode(key).decode()
    issuer = _settings().organiser_name
    label = quote(f"{issuer}:{user.email or user.name}")
    return TotpSetUp(text, f"otpauth://totp/{label}?secret={text}&issuer={quote(issuer)}")


def confirm_totp(session: Session, user: User, code: str, *, by: Actor, now: datetime) -> None:
    """Let the app count from now on.

    Raises:
        CodeWrong: the code is not one of its.
    """
    found = totp_key_of(session, user.id)
    if found is None or not use_totp(session, found, code, now=now):
        raise CodeWrong
    found.confirmed_at = now
    _record(session, user, by, now, added=Factor.TOTP)


def totp_at(key: bytes, moment: datetime, *, shift: int = 0) -> str:
    """The code of the time step that the moment is in, or of a neighbour."""
    return HOTP(key, DIGITS, SHA1()).generate(int(moment.timestamp()) // STEP + shift).decode()  # noqa: S303 -- RFC 6238, and what apps know


def use_totp(session: Session, found: TotpKey, code: str, *, now: datetime) -> bool:
    """Whether it is the code of now; each time step is taken once, decided by one statement."""
    try:
        key = unseal(_settings(), PURPOSE, found.sealed_key)
    except InvalidTag:
        # the installation lost its field key: the other factors still count
        return False
    for shift in range(-TOLERATED, TOLERATED + 1):
        if same(totp_at(key, now, shift=shift), code):
            step = int(now.timestamp()) // STEP + shift
            unused = TotpKey.id == found.id, TotpKey.last_step < step
            return _took(session, TotpKey, *unused, last_step=step)
    return False


def new_recovery_codes(session: Session, user: User, *, by: Actor, now: datetime) -> list[str]:
    """Ten codes, shown this once; earlier ones are void."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [random_text(RECOVERY_LENGTH) for _code in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_recovery_hash(user, code)) for code in codes)
    record(session, by, "user.recovery_codes", "user", user.id, now=now)
    return ["-".join(code[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4)) for code in codes]


def _recovery_hash(user: User, code: str) -> str:
    return digest(f"{user.id} {code}")


def use_recovery_code(session: Session, user: User, code: str, *, now: datetime) -> bool:
    hashed = _recovery_hash(user, code)
    return _took(session, RecoveryCode, RecoveryCode.code_hash == hashed, RecoveryCode.used_at.is_(None), used_at=now)


def _took(session: Session, model: type[TotpKey | RecoveryCode], *unused: ColumnElement[bool], **values: Any) -> bool:
    """Use something up; of two who try at once, one did."""
    taken = session.execute(
        update(model).where(*unused).values(**values).returning(model.id).execution_options(synchronize_session=False)
    )
    return taken.scalar_one_or_none() is not None


def _codes_of(user: User) -> Address:
    """Codes of the second step are kept under a name that nobody can type at the door."""
    return Address(email=f"second step of {user.id}")


def issue_second_code(session: Session, user: User, *, key: bytes, now: datetime) -> str:
    """A code for the phone; raises RateLimited after six within the hour."""
    code, _link = issue_login_code(session, _codes_of(user), key=key, now=now)
    return code


def set_second_phone(
    session: Session, user: User, phone: str, code: str, *, key: bytes, by: Actor, now: datetime
) -> bool:
    """Send codes there from now on, if the code is the one that was sent there; a wrong try counts."""
    if not may_use_sms(user) or not use_login_code(session, _codes_of(user), code, key=key, now=now):
        return False
    user.second_phone = phone
    _record(session, user, by, now, added=Factor.SMS)
    return True


def proves_second(session: Session, user: User, code: str, *, key: bytes, now: datetime) -> bool:
    """Whether a code that somebody typed is one of the app, of the phone or of the paper."""
    typed = code.replace(" ", "").replace("-", "").upper()
    factors = factors_of(session, user)
    if len(typed) == RECOVERY_LENGTH:
        return use_recovery_code(session, user, typed, now=now)
    totp = totp_key_of(session, user.id) if Factor.TOTP in factors else None
    if totp is not None and use_totp(session, totp, typed, now=now):
        return True
    return Factor.SMS in factors and use_login_code(session, _codes_of(user), typed, key=key, now=now)


def remove_factor(
    session: Session, user: User, factor: Factor, *, passkey_id: int | None = None, by: Actor, now: datetime
) -> None:
    """Take away one of one's own factors; with the last one go the codes on paper.

    Raises:
        FactorNeeded: it is the last one of somebody who must have one.
    """
    if factor is Factor.PASSKEY:
        session.execute(delete(Passkey).where(Passkey.user_id == user.id, Passkey.id == passkey_id))
    elif factor is Factor.TOTP:
        session.execute(delete(TotpKey).where(TotpKey.user_id == user.id))
    else:
        user.second_phone = None
    if not factors_of(session, user):
        if must_have_factor(user):
            raise FactorNeeded
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    _record(session, user, by, now, removed=factor)


def reset_factors(session: Session, user: User, reason: str, *, by: Actor, now: datetime) -> None:
    """Take away all factors of somebody who lost them, and sign them out; the reason is kept in the trail."""
    lost = [factor.value for factor in factors_of(session, user)]
    for model in (Passkey, TotpKey, RecoveryCode):
        session.execute(delete(model).where(model.user_id == user.id))
    user.second_phone = None
    end_sessions(session, user, now=now)
    record(session, by, "user.factors_reset", "user", user.id, now=now, factors=lost, reason=reason)


def _record(session: Session, user: User, by: Actor, now: datetime, **what: Factor) -> None:
    record(session, by, "user.factor", "user", user.id, now=now, **{key: value.value for key, value in what.items()})
