"""Who is told of an overdue date, and how one stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l
from congress.signing.climb import Level


class Standing(StrEnum):
    MET = "met"
    WAITING = "waiting"
    OVERDUE = "overdue"
    AHEAD = "ahead"
    DROPPED = "dropped"


class Act(StrEnum):
    MOVED = "moved"
    DROPPED = "dropped"


class Show(StrEnum):
    OVERDUE = "overdue"
    COMING = "coming"
    MOVED = "moved"
    OPEN = "open"


LEVEL_NAMES: Mapping[Level, LazyString] = {
    Level.OWNER: _l("Schools and place told"),
    Level.PREFECTURE: _l("Prefecture told"),
    Level.PROVINCE: _l("Province told"),
}
STANDING_NAMES: Mapping[Standing, LazyString] = {
    Standing.MET: _l("Reached"),
    Standing.WAITING: _l("Waits for a verifier"),
    Standing.OVERDUE: _l("Overdue"),
    Standing.AHEAD: _l("Ahead"),
    Standing.DROPPED: _l("No longer planned"),
}
ACT_NAMES: Mapping[Act, LazyString] = {
    Act.MOVED: _l("Moved"),
    Act.DROPPED: _l("No longer planned"),
}
SHOW_NAMES: Mapping[Show, LazyString] = {
    Show.OVERDUE: _l("Overdue"),
    Show.COMING: _l("Due within thirty days"),
    Show.MOVED: _l("Moved at least once"),
    Show.OPEN: _l("All that is not reached"),
}
