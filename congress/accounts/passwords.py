"""Passwords: argon2id, a length and nothing silly (OWASP ASVS 6.2)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from congress.foundation.errors import Invalid
from congress.foundation.i18n import _

SHORTEST = 10
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# verified against when there is no such user, so that the answer takes as long
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Raises Invalid when it is shorter than ten characters or one character repeated."""
    if len(password) < SHORTEST or len(password) > 200 or len(set(password)) < 4:  # noqa: PLR2004 -- as the message says
        raise Invalid.field("password", _("A password needs 10 to 200 characters, not all alike."))
    return _hasher.hash(password)


def is_password(stored: str | None, given: str) -> bool:
    """Whether `given` is the password; takes the same time when there is none stored."""
    try:
        return _hasher.verify(stored or _NOBODY, given) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
