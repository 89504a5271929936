"""Pure decisions about filings: the chain they form, and how long each is good."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from congress.foundation.answers import encode

# an investor who is really there is reached within a month
CONFIRM_WITHIN = timedelta(days=30)
# whoever let a filing lapse lets others come first
REST = timedelta(days=30)
# filers are told before a protection ends
EARLY = timedelta(days=14)
MOST_WAITING = 20
BEGINNING = "0" * 64


def filing_hash(previous: str, facts: Mapping[str, Any]) -> str:
    """The hash of a filing over everything it says and the hash of the one before."""
    return hashlib.sha256(b"congress-filing-1\x00" + encode({"previous": previous, **facts})).hexdigest()


def first_break(chain: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> int | None:
    """The number of the first filing (number, previous hash, hash, facts) that does not follow from the one before."""
    previous, expected = BEGINNING, 1
    for number, said_previous, said, facts in chain:
        if number != expected or said_previous != previous or said != filing_hash(previous, facts):
            return expected
        previous, expected = said, expected + 1
    return None
