"""Kinds of milestones, and where one stands."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Kind(StrEnum):
    REGISTERED = "registered"
    STARTED = "started"
    CAPITAL_ARRIVED = "capital_arrived"
    IN_PRODUCTION = "in_production"
    CONTRACT_PAID = "contract_paid"
    PERSON_RECRUITED = "person_recruited"
    DONATION_RECEIVED = "donation_received"


NEEDS_AMOUNT = frozenset({Kind.CAPITAL_ARRIVED, Kind.CONTRACT_PAID, Kind.DONATION_RECEIVED})
NEEDS_COUNT = frozenset({Kind.PERSON_RECRUITED})


class Family(StrEnum):
    """What a milestone is about: each has its own chain of verifiers."""

    INVESTMENT = "investment"
    TALENT = "talent"
    RESEARCH = "research"
    DONATION = "donation"


FAMILY_OF: Mapping[Kind, Family] = {
    Kind.REGISTERED: Family.INVESTMENT,
    Kind.STARTED: Family.INVESTMENT,
    Kind.CAPITAL_ARRIVED: Family.INVESTMENT,
    Kind.IN_PRODUCTION: Family.INVESTMENT,
    Kind.CONTRACT_PAID: Family.RESEARCH,
    Kind.PERSON_RECRUITED: Family.TALENT,
    Kind.DONATION_RECEIVED: Family.DONATION,
}


class Level(StrEnum):
    """Whose verifier confirms a step: of a school, of the place itself, of its prefecture, of the province."""

    SCHOOL = "school"
    PLACE = "place"
    PREFECTURE = "prefecture"
    PROVINCE = "province"


class MilestoneState(StrEnum):
    FILED = "filed"
    JOINT = "joint"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVERSED = "reversed"


class Decision(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    RETURN = "return"


TRANSITIONS: Mapping[MilestoneState, frozenset[MilestoneState]] = {
    MilestoneState.FILED: frozenset(
        {MilestoneState.ACCEPTED, MilestoneState.REJECTED, MilestoneState.RETURNED, MilestoneState.JOINT}
    ),
    # 会审: verifiers disagree, and what they decide together is minuted
    MilestoneState.JOINT: frozenset({MilestoneState.ACCEPTED, MilestoneState.REJECTED, MilestoneState.RETURNED}),
    MilestoneState.RETURNED: frozenset({MilestoneState.FILED}),
    MilestoneState.ACCEPTED: frozenset({MilestoneState.REVERSED}),
    MilestoneState.REJECTED: frozenset(),
    MilestoneState.REVERSED: frozenset(),
}
RESULT_OF: Mapping[Decision, MilestoneState] = {
    Decision.ACCEPT: MilestoneState.ACCEPTED,
    Decision.REJECT: MilestoneState.REJECTED,
    Decision.RETURN: MilestoneState.RETURNED,
}
FAMILY_NAMES: Mapping[Family, LazyString] = {
    Family.INVESTMENT: _l("Investment"),
    Family.TALENT: _l("Talent"),
    Family.RESEARCH: _l("Research transfer"),
    Family.DONATION: _l("Donation"),
}
LEVEL_NAMES: Mapping[Level, LazyString] = {
    Level.SCHOOL: _l("Verifier of a school concerned"),
    Level.PLACE: _l("Verifier of the place itself"),
    Level.PREFECTURE: _l("Verifier of the prefecture"),
    Level.PROVINCE: _l("Verifier of the province"),
}
KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.REGISTERED: _l("Company registered"),
    Kind.STARTED: _l("Construction started"),
    Kind.CAPITAL_ARRIVED: _l("Capital arrived"),
    Kind.IN_PRODUCTION: _l("In production"),
    Kind.CONTRACT_PAID: _l("Contract paid"),
    Kind.PERSON_RECRUITED: _l("People recruited"),
    Kind.DONATION_RECEIVED: _l("Donation received"),
}
MILESTONE_NAMES: Mapping[MilestoneState, LazyString] = {
    MilestoneState.FILED: _l("To be verified"),
    MilestoneState.JOINT: _l("In joint review"),
    MilestoneState.RETURNED: _l("Returned"),
    MilestoneState.ACCEPTED: _l("Accepted"),
    MilestoneState.REJECTED: _l("Rejected"),
    MilestoneState.REVERSED: _l("Reversed"),
}
