"""What somebody may wish, which way a car goes, and what a list says of a line."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class RoomWish(StrEnum):
    NONE = "none"
    OWN = "own"
    SHARED = "shared"


class Diet(StrEnum):
    """What somebody eats; a plain choice, with no reason asked for."""

    ORDINARY = "ordinary"
    HALAL = "halal"
    VEGETARIAN = "vegetarian"
    OTHER = "other"


class Direction(StrEnum):
    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class Mark(StrEnum):
    """How a line differs from the list that was handed over last."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    STRUCK = "struck"


class ListKind(StrEnum):
    ROOMING = "rooming"
    DRIVER = "driver"


ROOM_WISH_NAMES: Mapping[RoomWish, LazyString] = {
    RoomWish.NONE: _l("I need no room"),
    RoomWish.OWN: _l("A room of my own"),
    RoomWish.SHARED: _l("A room shared with somebody whom I name"),
}
DIET_NAMES: Mapping[Diet, LazyString] = {
    Diet.ORDINARY: _l("Everything"),
    Diet.HALAL: _l("Halal"),
    Diet.VEGETARIAN: _l("Vegetarian"),
    Diet.OTHER: _l("Otherwise, as noted"),
}
DIRECTION_NAMES: Mapping[Direction, LazyString] = {
    Direction.ARRIVAL: _l("Fetches those who arrive"),
    Direction.DEPARTURE: _l("Brings those who leave"),
}
# how the people of a car are sorted
RIDERS_SORTED: Mapping[Direction, LazyString] = {
    Direction.ARRIVAL: _l("By time of arrival, then strokes of the surname"),
    Direction.DEPARTURE: _l("By time of departure, then strokes of the surname"),
}
MARK_NAMES: Mapping[Mark, LazyString] = {
    Mark.SAME: _l("as before"),
    Mark.NEW: _l("new"),
    Mark.CHANGED: _l("changed"),
    Mark.STRUCK: _l("struck"),
}
