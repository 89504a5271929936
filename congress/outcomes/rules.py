"""Pure decisions about milestones."""

from collections.abc import Sequence
from datetime import date

from congress.foundation.shares import MILLION
from congress.outcomes.events import Claimant
from congress.outcomes.states import NEEDS_AMOUNT, NEEDS_COUNT, Kind


def missing_fact(
    kind: Kind, *, amount_fen: int | None, count: int | None, occurred_on: date, today: date
) -> str | None:
    """The name of the field that is missing or impossible, or None."""
    if occurred_on > today:
        return "occurred_on"
    if kind in NEEDS_AMOUNT and not amount_fen:
        return "amount_fen"
    if kind in NEEDS_COUNT and not count:
        return "count"
    return None


def claimants_of(
    schools: Sequence[tuple[str, str, int]], division: tuple[str, str], parent: tuple[str, str] | None
) -> tuple[Claimant, ...]:
    """Who has a share in the outcome: the schools by their shares; the county and its prefecture, each whole.

    Schools are (code, kind, share); a division is (code, kind). 湘江新区 and other functional areas count among
    the counties (CONTRACT: Entities).
    """
    claimants = [Claimant(kind=kind, code=code, share=share) for code, kind, share in schools]
    code, kind = division
    if kind == "prefecture":
        claimants.append(Claimant(kind="prefecture", code=code, share=MILLION))
    else:
        claimants.append(Claimant(kind="county", code=code, share=MILLION))
        if parent is not None and parent[1] == "prefecture":
            claimants.append(Claimant(kind="prefecture", code=parent[0], share=MILLION))
    return tuple(claimants)


def rate(part: int, whole: int) -> str:
    """`37.5%` of a stated whole; a dash where there is nothing to divide by."""
    if whole == 0:
        return "–"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
