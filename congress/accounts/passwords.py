"""Passwords: argon2id, and what the installation's policy asks of them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app

from congress.accounts.rules import POLICIES, PasswordPolicy, PolicyName, password_faults
from congress.foundation.errors import Invalid
from congress.settings import Settings

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# verified against when there is no such user, so that the answer takes as long
_NOBODY = _hasher.hash("nobody has this password")


def current_policy() -> PasswordPolicy:
    settings: Settings = current_app.extensions["settings"]
    return POLICIES[PolicyName(settings.password_policy)]


def hash_password(password: str, *about: str) -> str:
    """Raises Invalid, with all its faults, if the policy does not take it; `about` are its owner's name and address."""
    faults = password_faults(password, current_policy(), about=[part for part in about if part])
    if faults:
        raise Invalid.field("password", " ".join(str(fault) for fault in faults))
    return _hasher.hash(password)


def is_password(stored: str | None, given: str) -> bool:
    """Whether `given` is the password; takes the same time when there is none stored."""
    try:
        return _hasher.verify(stored or _NOBODY, given) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
