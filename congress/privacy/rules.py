"""Pure decisions: numbers of identity documents, how long what is kept."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from congress.foundation.i18n import LazyString, _l
from congress.foundation.identity_numbers import LONG, check_long_number, compact_number
from congress.privacy.states import DocumentKind, Kept

WORKING_DAYS = 15
# days after the congress has ended, unless the organiser sets another date
KEPT_DAYS: Mapping[Kept, int] = {
    Kept.IDENTITY: 30, Kept.ANSWERS: 90, Kept.FILES: 90, Kept.PERSONS: 180, Kept.MESSAGES: 180,
    Kept.STAY: 7, Kept.PHOTOS: 7,
}  # fmt: skip

_SHAPES: Mapping[DocumentKind, re.Pattern[str]] = {
    DocumentKind.RESIDENT: re.compile(r"[1-8][0-9]{16}[0-9X]"),
    DocumentKind.PASSPORT: re.compile(r"[A-Z0-9]{5,12}"),
    # 港澳居民来往内地通行证: H or M and eight digits, older ones with two more for the issue
    DocumentKind.HK_MACAO: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    # 台胞证: eight digits
    DocumentKind.TAIWAN: re.compile(r"[0-9]{8}"),
    # of 2017: three letters and twelve digits; of 2023: eighteen like a resident's, beginning with 9
    DocumentKind.FOREIGN_RESIDENT: re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
}
ERASED = "已注销"


def normal_number(kind: DocumentKind, text: str) -> str:
    """The number without spaces, in capitals.

    Raises:
        ValueError: no document of this kind has such a number.
    """
    number = compact_number(text)
    if not _SHAPES[kind].fullmatch(number):
        raise ValueError
    if len(number) == LONG:
        check_long_number(number)
    return number


def default_date(kind: Kept, ends_on: date) -> date:
    """The last day on which this is kept."""
    return ends_on + timedelta(days=KEPT_DAYS[kind])


def pseudonym(code: str) -> str:
    """What stands where a name stood."""
    return f"{ERASED} {code.upper()}"


def later(day: date, years: int) -> date:
    """The same day some years on; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# what no table of persons holds and no erasure reaches; said on the page before anybody confirms
ELSEWHERE: Sequence[LazyString] = (
    _l("Agreements that were sealed and signed stay as they are, as the parties' record: ten years."),
    _l("The programme as it was published names who spoke, and papers that were printed stay printed."),
    _l("Messages to other people may name you; they go on the date that the congress has set for messages."),
    _l("Bank statements and invoices keep the payer's name, as the law on accounting asks: thirty years."),
    _l("Answers that programs were given are kept for 24 hours, copies of the database until they are overwritten."),
)
