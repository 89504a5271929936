"""Measures, and where a publication and an objection stand."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Measure(StrEnum):
    INVESTMENT = "investment"
    TALENT = "talent"
    RESEARCH = "research"
    DONATION = "donation"


COUNTED_MEASURES = frozenset({Measure.TALENT})


class PublicationState(StrEnum):
    ANNOUNCED = "announced"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class ObjectionState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


TRANSITIONS: Mapping[PublicationState, frozenset[PublicationState]] = {
    PublicationState.ANNOUNCED: frozenset({PublicationState.FINAL, PublicationState.WITHDRAWN}),
    PublicationState.FINAL: frozenset(),
    PublicationState.WITHDRAWN: frozenset(),
}
OBJECTION_TRANSITIONS: Mapping[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.OPEN: frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
    ObjectionState.UPHELD: frozenset(),
    ObjectionState.DISMISSED: frozenset(),
}
MEASURE_NAMES: Mapping[Measure, LazyString] = {
    Measure.INVESTMENT: _l("Investment that arrived"),
    Measure.TALENT: _l("Talents recruited"),
    Measure.RESEARCH: _l("Research contracts paid"),
    Measure.DONATION: _l("Donations received"),
}
PUBLICATION_NAMES: Mapping[PublicationState, LazyString] = {
    PublicationState.ANNOUNCED: _l("Announced, open to objections"),
    PublicationState.FINAL: _l("Final"),
    PublicationState.WITHDRAWN: _l("Withdrawn"),
}
OBJECTION_NAMES: Mapping[ObjectionState, LazyString] = {
    ObjectionState.OPEN: _l("Open"),
    ObjectionState.UPHELD: _l("Upheld"),
    ObjectionState.DISMISSED: _l("Dismissed"),
}
# the stages of the plan backwards from the congress
STAGE_NAMES: Mapping[str, LazyString] = {
    "computing": _l("Compute the boards"),
    "reviewing": _l("Joint review"),
    "signing_off": _l("Signing off"),
    "announcing": _l("Public notice"),
    "deciding": _l("Decide objections"),
    "releasing": _l("Release and print"),
}
