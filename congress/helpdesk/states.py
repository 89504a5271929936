"""Fields of calls, and where one stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class CallState(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    SOLVED = "solved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Mapping[CallState, frozenset[CallState]] = {
    CallState.NEW: frozenset({CallState.TAKEN, CallState.WITHDRAWN}),
    # handed back to all officers, it is new again
    CallState.TAKEN: frozenset({CallState.SOLVED, CallState.NEW, CallState.WITHDRAWN}),
    # whoever called agrees, or calls again
    CallState.SOLVED: frozenset({CallState.CLOSED, CallState.TAKEN}),
    CallState.CLOSED: frozenset(),
    CallState.WITHDRAWN: frozenset(),
}
OPEN_STATES = frozenset({CallState.NEW, CallState.TAKEN})


class Field(StrEnum):
    INVESTMENT = "investment"
    POLICY = "policy"
    RESEARCH = "research"
    TALENT = "talent"
    EMPLOYMENT = "employment"
    LIFE = "life"
    CONGRESS = "congress"
    OTHER = "other"


class Step(StrEnum):
    """What happened to a call."""

    CALLED = "called"
    TAKEN = "taken"
    NOTED = "noted"
    HANDED_BACK = "handed_back"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    LATE = "late"


STATE_NAMES: Mapping[CallState, LazyString] = {
    CallState.NEW: _l("Waiting for an officer"),
    CallState.TAKEN: _l("An officer is on it"),
    CallState.SOLVED: _l("Solved, to be confirmed"),
    CallState.CLOSED: _l("Closed"),
    CallState.WITHDRAWN: _l("Taken back"),
}
FIELD_NAMES: Mapping[Field, LazyString] = {
    Field.INVESTMENT: _l("Investing and settling"),
    Field.POLICY: _l("Policies and their fulfilment"),
    Field.RESEARCH: _l("Transfer of research"),
    Field.TALENT: _l("Talents"),
    Field.EMPLOYMENT: _l("Jobs and start-ups"),
    Field.LIFE: _l("Housing, schools, health"),
    Field.CONGRESS: _l("The congress itself"),
    Field.OTHER: _l("Something else"),
}
STEP_NAMES: Mapping[Step, LazyString] = {
    Step.CALLED: _l("Called"),
    Step.TAKEN: _l("An officer reported for duty"),
    Step.NOTED: _l("Note"),
    Step.HANDED_BACK: _l("Handed back to all officers"),
    Step.SOLVED: _l("Solved"),
    Step.CLOSED: _l("Confirmed as solved"),
    Step.REOPENED: _l("Called again"),
    Step.WITHDRAWN: _l("Taken back"),
    Step.LATE: _l("The deadline passed"),
}
