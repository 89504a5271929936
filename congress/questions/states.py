"""What kinds of answers there are."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    CONSENT = "consent"
    USCC = "uscc"
    FILE = "file"
    SCHOOL = "school"
    DIVISION = "division"
    INDUSTRY = "industry"
    IDENTITY = "identity"


# a later question can hang on an answer to one of these
DECIDING = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.CONSENT})
CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})
# answered by one of the names that the house knows
NAMING = frozenset({Kind.SCHOOL, Kind.DIVISION, Kind.INDUSTRY})
# what an answer says of a file that stands already
KEPT = "kept"

KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.TEXT: _l("Text in one line"),
    Kind.LONG: _l("Long text"),
    Kind.NUMBER: _l("Whole number"),
    Kind.MONEY: _l("Amount in ten thousand yuan"),
    Kind.DATE: _l("Date"),
    Kind.CHOICE: _l("One choice"),
    Kind.CHOICES: _l("Several choices"),
    Kind.CONSENT: _l("Agreement to something"),
    Kind.USCC: _l("Unified social credit code"),
    Kind.FILE: _l("File (PDF, PNG, JPEG)"),
    Kind.SCHOOL: _l("School of the official list"),
    Kind.DIVISION: _l("Place of the official list"),
    Kind.INDUSTRY: _l("Industry of the province's list"),
    Kind.IDENTITY: _l("Number of a resident identity card"),
}
