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


# a later question can hang on an answer to one of these
DECIDING = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.CONSENT})
CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})

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
}
