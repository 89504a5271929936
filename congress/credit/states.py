"""Measures, and where publications and objections stand."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Measure(StrEnum):
    INVESTMENT = "investment"
    TALENT = "talent"
    RESEARCH = "research"
    DONATION = "donation"


class EntityKind(StrEnum):
    UNIVERSITY = "university"
    SCHOOL = "school"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Scheme(StrEnum):
    """How an indicator of a composite score becomes points."""

    # in proportion to the largest
    SUM = "sum"
    COMPLETION = "completion"
    EFFICACY = "efficacy"


class RuleState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"


COUNTED_MEASURES = frozenset({Measure.TALENT})
# what a board of composite scores has in place of a measure
COMPOSITE = "composite"


class Unit(StrEnum):
    """What the results of a board are: fen, people, or hundredths of a point."""

    MONEY = "money"
    PEOPLE = "people"
    POINTS = "points"


def unit_of(measure: str) -> Unit:
    if measure == COMPOSITE:
        return Unit.POINTS
    return Unit.PEOPLE if measure in COUNTED_MEASURES else Unit.MONEY


class PublicationState(StrEnum):
    """核算, 联审, 审签, 公示, 审定发布; or withdrawn before or after the public saw it."""

    COMPUTED = "computed"
    REVIEWED = "reviewed"
    SIGNED_OFF = "signed_off"
    ANNOUNCED = "announced"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


# what the public may read
RELEASED = frozenset({PublicationState.ANNOUNCED, PublicationState.FINAL})
# what only those who prepare it see
PREPARED = frozenset({PublicationState.COMPUTED, PublicationState.REVIEWED, PublicationState.SIGNED_OFF})


class ObjectionState(StrEnum):
    OPEN = "open"
    # an anonymous hint: kept and looked into, but nobody owes it an answer
    KEPT = "kept"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class ObjectorKind(StrEnum):
    PERSON = "person"
    UNIT = "unit"
    ANONYMOUS = "anonymous"


class EntryState(StrEnum):
    COUNTED = "counted"
    FROZEN = "frozen"


class HoldAct(StrEnum):
    FREEZE = "freeze"
    RELEASE = "release"


# the cause of a hold that no dispute has made: no alumnus of the school is confirmed yet
ALMA_MATER = "alma-mater"


class DisputeState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"


class Edge(StrEnum):
    """What happens to those who are level over the last place: the secretariat decides (PRACTICE: boards)."""

    ALL = "all"
    NONE = "none"


TRANSITIONS: Mapping[PublicationState, frozenset[PublicationState]] = {
    PublicationState.COMPUTED: frozenset({PublicationState.REVIEWED, PublicationState.WITHDRAWN}),
    PublicationState.REVIEWED: frozenset({PublicationState.SIGNED_OFF, PublicationState.WITHDRAWN}),
    PublicationState.SIGNED_OFF: frozenset({PublicationState.ANNOUNCED, PublicationState.WITHDRAWN}),
    PublicationState.ANNOUNCED: frozenset({PublicationState.FINAL, PublicationState.WITHDRAWN}),
    PublicationState.FINAL: frozenset(),
    PublicationState.WITHDRAWN: frozenset(),
}
OBJECTION_TRANSITIONS: Mapping[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.OPEN: frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
    ObjectionState.KEPT: frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
    ObjectionState.UPHELD: frozenset(),
    ObjectionState.DISMISSED: frozenset(),
}
DISPUTE_TRANSITIONS: Mapping[DisputeState, frozenset[DisputeState]] = {
    DisputeState.OPEN: frozenset({DisputeState.DECIDED}),
    DisputeState.DECIDED: frozenset(),
}
RULE_TRANSITIONS: Mapping[RuleState, frozenset[RuleState]] = {
    RuleState.DRAFT: frozenset({RuleState.IN_FORCE}),
    RuleState.IN_FORCE: frozenset(),
}
RULE_NAMES: Mapping[RuleState, LazyString] = {
    RuleState.DRAFT: _l("Draft"),
    RuleState.IN_FORCE: _l("In force, or from its day on"),
}
DISPUTE_NAMES: Mapping[DisputeState, LazyString] = {
    DisputeState.OPEN: _l("Open: the credit is frozen"),
    DisputeState.DECIDED: _l("Decided"),
}
ENTRY_STATE_NAMES: Mapping[EntryState, LazyString] = {
    EntryState.COUNTED: _l("Counted"),
    EntryState.FROZEN: _l("Frozen by a dispute"),
}
MEASURE_NAMES: Mapping[Measure, LazyString] = {
    Measure.INVESTMENT: _l("Investment that arrived"),
    Measure.TALENT: _l("Talents recruited"),
    Measure.RESEARCH: _l("Research contracts paid"),
    Measure.DONATION: _l("Donations received"),
}
SCHEME_NAMES: Mapping[Scheme, LazyString] = {
    Scheme.SUM: _l("in proportion to the largest"),
    Scheme.COMPLETION: _l("completion of its target"),
    Scheme.EFFICACY: _l("efficacy coefficient"),
}
UNIT_NAMES: Mapping[Unit, LazyString] = {
    Unit.MONEY: _l("Amount"),
    Unit.PEOPLE: _l("People"),
    Unit.POINTS: _l("Points"),
}
PUBLICATION_NAMES: Mapping[PublicationState, LazyString] = {
    PublicationState.COMPUTED: _l("Computed"),
    PublicationState.REVIEWED: _l("Jointly reviewed"),
    PublicationState.SIGNED_OFF: _l("Signed off"),
    PublicationState.ANNOUNCED: _l("Announced, open to objections"),
    PublicationState.FINAL: _l("Final"),
    PublicationState.WITHDRAWN: _l("Withdrawn"),
}
OBJECTION_NAMES: Mapping[ObjectionState, LazyString] = {
    ObjectionState.OPEN: _l("Open"),
    ObjectionState.KEPT: _l("Kept as a hint"),
    ObjectionState.UPHELD: _l("Upheld"),
    ObjectionState.DISMISSED: _l("Dismissed"),
}
OBJECTOR_NAMES: Mapping[ObjectorKind, LazyString] = {
    ObjectorKind.PERSON: _l("A person, under their name"),
    ObjectorKind.UNIT: _l("A unit, under its seal"),
    ObjectorKind.ANONYMOUS: _l("An anonymous hint"),
}
EDGE_NAMES: Mapping[Edge, LazyString] = {
    Edge.ALL: _l("Publish all who are level over the last place"),
    Edge.NONE: _l("Publish none of them"),
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
