"""Kinds of blocks, where somebody is meant to sit, and where a plan stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class BlockKind(StrEnum):
    PLATFORM = "platform"
    SIGNING = "signing"
    ROWS = "rows"
    TABLE = "table"


class Place(StrEnum):
    """What kind of block somebody belongs to."""

    HALL = "hall"
    PLATFORM = "platform"
    HOST = "host"
    GUEST = "guest"
    NONE = "none"


class PlanState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    RELEASED = "released"


TRANSITIONS: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED}),
    PlanState.PROPOSED: frozenset({PlanState.RELEASED, PlanState.DRAFT}),
    # whatever a person changes later reopens it
    PlanState.RELEASED: frozenset({PlanState.DRAFT}),
}

KIND_NAMES: Mapping[BlockKind, LazyString] = {
    BlockKind.PLATFORM: _l("Platform"),
    BlockKind.SIGNING: _l("Signing table"),
    BlockKind.ROWS: _l("Rows"),
    BlockKind.TABLE: _l("Round table"),
}
PLACE_NAMES: Mapping[Place, LazyString] = {
    Place.HALL: _l("In the hall"),
    Place.PLATFORM: _l("On the platform"),
    Place.HOST: _l("Signs for the host"),
    Place.GUEST: _l("Signs for the guests"),
    Place.NONE: _l("Needs no seat here"),
}
STATE_NAMES: Mapping[PlanState, LazyString] = {
    PlanState.DRAFT: _l("Draft"),
    PlanState.PROPOSED: _l("Waits for a second person"),
    PlanState.RELEASED: _l("Released"),
}
