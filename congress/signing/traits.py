"""What an intention is known by, to find the same project elsewhere."""

from congress.schools.models import Division
from congress.schools.states import DivisionKind
from congress.signing.likeness import Traits
from congress.signing.models import Intention
from congress.signing.states import PartyRole


def prefecture_of(division: Division) -> str:
    """The code of the prefecture in which a place lies; its own where it is one or lies in none."""
    above = division.parent
    return above.code if above is not None and above.kind == DivisionKind.PREFECTURE else division.code


def traits_of(intention: Intention) -> Traits:
    investors = [party for party in intention.parties if party.role == PartyRole.INVESTOR]
    return Traits(
        title=intention.title,
        investors=frozenset(party.name for party in investors),
        codes=frozenset(party.uscc for party in investors if party.uscc),
        place=intention.division.code,
        prefecture=prefecture_of(intention.division),
        industry=intention.industry.code if intention.industry else "",
        amount_fen=intention.yuan_fen,
    )


def place_name(division: Division) -> str:
    """The place behind the name of what it lies in, as it is found again."""
    return f"{division.parent.name if division.parent else ''}{division.name}"
