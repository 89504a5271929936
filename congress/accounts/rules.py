"""What a password must be, and how long somebody waits after wrong ones. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l

LONGEST = 200
FEWEST_DIFFERENT = 4
# wrong tries from one browser or address, and from all strange ones together, before anybody waits
FREE_TRIES = 5
FREE_TRIES_OF_STRANGERS = 25
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class PolicyName(StrEnum):
    PLAIN = "PLAIN"
    DENGBAO = "DENGBAO"


@dataclass(frozen=True)
class PasswordPolicy:
    """What this installation asks of passwords."""

    shortest: int
    classes: int = 1
    lives: timedelta | None = None
    # how many passwords before do not come back
    remembered: int = 0
    # a password that somebody else set is changed at the first login
    changed_at_first_login: bool = False


# PLAIN follows OWASP ASVS 6.2, which forbids rules of composition and forced change; GB/T 22239 (等保) asks for both
POLICIES = {
    PolicyName.PLAIN: PasswordPolicy(shortest=10),
    PolicyName.DENGBAO: PasswordPolicy(
        shortest=10, classes=3, lives=timedelta(days=90), remembered=5, changed_at_first_login=True
    ),
}


def password_faults(password: str, policy: PasswordPolicy, *, about: Sequence[str] = ()) -> list[LazyString]:
    """Everything that is wrong with a password; `about` is what others know of its owner."""
    faults = []
    if not policy.shortest <= len(password) <= LONGEST or len(set(password)) < FEWEST_DIFFERENT:
        faults.append(_l("A password needs 10 to 200 characters, not all alike."))
    if _classes(password) < policy.classes:
        faults.append(_l("A password needs three of these: small letters, capitals, digits, other characters."))
    if policy.classes > 1 and any(len(part) > 2 and part.lower() in password.lower() for part in about):  # noqa: PLR2004 -- two letters stand in any password
        faults.append(_l("A password must not hold your name or address."))
    return faults


def _classes(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, _is_other)
    return sum(any(kind(character) for character in password) for kind in kinds)


def _is_other(character: str) -> bool:
    return not (character.islower() or character.isupper() or character.isdigit())


def wait_after(failures: int, free: int) -> timedelta:
    """How long nobody may try again: nothing at first, then twice as long after each wrong try."""
    if failures < free:
        return timedelta(0)
    doubled: int = 2 ** min(failures - free, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
