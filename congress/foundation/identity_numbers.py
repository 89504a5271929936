"""Numbers of resident identity cards after GB 11643, and how a number is shown to whoever need not know it."""

import re

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

LONG = 18
_RESIDENT = re.compile(r"[1-8][0-9]{16}[0-9X]")


def compact_number(text: str) -> str:
    """Without spaces and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def resident_number(text: str) -> str:
    """The number of a resident identity card.

    Raises:
        ValueError: no card has such a number.
    """
    number = compact_number(text)
    if not _RESIDENT.fullmatch(number):
        raise ValueError
    check_long_number(number)
    return number


def check_long_number(number: str) -> None:
    """GB 11643: a day of birth that was, and a check character by ISO 7064 MOD 11-2; raises ValueError.

    The place is not looked up: counties are founded and dissolved every year.
    """
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise ValueError from None
    if number[-1] != ric.calc_check_digit(number):
        raise ValueError


def masked(number: str) -> str:
    """`430102********1234`; of a short number only the last two characters are seen."""
    if len(number) == LONG:
        return f"{number[:6]}{'*' * 8}{number[-4:]}"
    return f"{'*' * (len(number) - 2)}{number[-2:]}"
