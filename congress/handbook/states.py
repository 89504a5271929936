"""How far two people have come with reading the handbook 三审三校."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class ReviewState(StrEnum):
    FIRST = "first"
    RELEASED = "released"
    RETURNED = "returned"
    # what it prints changed before a second person had read it
    OVERTAKEN = "overtaken"


REVIEW_NAMES: Mapping[ReviewState, LazyString] = {
    ReviewState.FIRST: _l("Read once, waits for the second reader"),
    ReviewState.RELEASED: _l("Released"),
    ReviewState.RETURNED: _l("Sent back"),
    ReviewState.OVERTAKEN: _l("Overtaken by a change"),
}

REVIEW_TRANSITIONS: Mapping[ReviewState, frozenset[ReviewState]] = {
    ReviewState.FIRST: frozenset({ReviewState.RELEASED, ReviewState.RETURNED, ReviewState.OVERTAKEN}),
    ReviewState.RELEASED: frozenset(),
    ReviewState.RETURNED: frozenset(),
    ReviewState.OVERTAKEN: frozenset(),
}
