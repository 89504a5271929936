"""Where a filing stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class FilingState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    LINKED = "linked"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Mapping[FilingState, frozenset[FilingState]] = {
    FilingState.WAITING: frozenset(
        {FilingState.CONFIRMED, FilingState.DECLINED, FilingState.LAPSED, FilingState.WITHDRAWN}
    ),
    FilingState.CONFIRMED: frozenset({FilingState.LINKED, FilingState.LAPSED, FilingState.WITHDRAWN}),
    # an organiser found that it is another project
    FilingState.LINKED: frozenset({FilingState.CONFIRMED}),
    FilingState.DECLINED: frozenset(),
    FilingState.LAPSED: frozenset(),
    FilingState.WITHDRAWN: frozenset(),
}
OPEN_STATES = frozenset({FilingState.WAITING, FilingState.CONFIRMED})
# a filing in one of these was first, whoever files the same project later
STANDING_STATES = OPEN_STATES | {FilingState.LINKED}
STATE_NAMES: Mapping[FilingState, LazyString] = {
    FilingState.WAITING: _l("Waiting for the investor"),
    FilingState.CONFIRMED: _l("Confirmed and protected"),
    FilingState.LINKED: _l("Linked to an intention"),
    FilingState.DECLINED: _l("Declined by the investor"),
    FilingState.LAPSED: _l("Lapsed"),
    FilingState.WITHDRAWN: _l("Withdrawn by the filer"),
}


class Step(StrEnum):
    """What happened to a filing beyond a change of its state."""

    ASKED = "asked"
    FOLLOWED = "followed"
    PROLONGED = "prolonged"
    UNLINKED = "unlinked"


STEP_NAMES: Mapping[str, LazyString] = {
    **{state.value: name for state, name in STATE_NAMES.items()},
    Step.ASKED: _l("The investor was asked"),
    Step.FOLLOWED: _l("Followed up"),
    Step.PROLONGED: _l("Followed up with evidence; protected once longer"),
    Step.UNLINKED: _l("The link to the intention was taken off"),
}
