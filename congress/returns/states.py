"""Where a return stands, what happened to it, and which units file."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l
from congress.schools.states import KIND_NAMES

DEPARTMENT = "department"
UNIT_NAMES: Mapping[str, LazyString] = {
    **{kind: KIND_NAMES[kind] for kind in ("university", "school", "prefecture", "county", "functional")},
    DEPARTMENT: _l("Department"),
}


class ReturnState(StrEnum):
    DUE = "due"
    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"


TRANSITIONS: Mapping[ReturnState, frozenset[ReturnState]] = {
    ReturnState.DUE: frozenset({ReturnState.FILED}),
    # a figure may be put right until somebody has decided
    ReturnState.FILED: frozenset({ReturnState.FILED, ReturnState.RETURNED, ReturnState.ACCEPTED}),
    ReturnState.RETURNED: frozenset({ReturnState.FILED}),
    ReturnState.ACCEPTED: frozenset({ReturnState.RETURNED}),
}
OPEN_STATES = frozenset({ReturnState.DUE, ReturnState.RETURNED})
STATE_NAMES: Mapping[ReturnState, LazyString] = {
    ReturnState.DUE: _l("To be filed"),
    ReturnState.FILED: _l("Filed, to be looked at"),
    ReturnState.RETURNED: _l("Sent back"),
    ReturnState.ACCEPTED: _l("Accepted"),
}


class Step(StrEnum):
    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REMINDED = "reminded"


STEP_NAMES: Mapping[Step, LazyString] = {
    Step.FILED: _l("Return filed"),
    Step.RETURNED: _l("Return sent back with questions"),
    Step.ACCEPTED: _l("Return accepted"),
    Step.REMINDED: _l("Unit reminded of its return"),
}
