"""The list of milestones as a file; amounts are numbers in yuan."""

from sqlalchemy import Select

from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.foundation.money import FEN
from congress.outcomes.models import Milestone
from congress.outcomes.permissions import sees
from congress.outcomes.queries import milestones_statement
from congress.outcomes.states import KIND_NAMES, MILESTONE_NAMES, Kind, MilestoneState
from congress.signing.states import SECRECY_NAMES, Secrecy


def _milestones(scope: Scope) -> Select[tuple[Milestone]]:
    statement = milestones_statement(scope.actor, scope.congress_id, state=scope.wish.get("state"))
    return statement.order_by(Milestone.filed_at, Milestone.id)


def _milestone(one: Milestone) -> list[object]:
    return [
        one.public_id, one.intention.title, pick(one.intention.division.name, one.intention.division.name_en),
        KIND_NAMES[Kind(one.kind)], one.occurred_on.isoformat(), one.told_fen / FEN, one.currency,
        one.rate, one.rate_on.isoformat() if one.rate_on else None, one.rate_source, one.amount_fen / FEN,
        one.count, one.note, len(one.evidence), MILESTONE_NAMES[MilestoneState(one.state)], cell_time(one.filed_at),
        cell_time(one.accepted_at), SECRECY_NAMES[Secrecy(one.intention.secrecy)],
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="milestones",
        title=_l("Milestones"),
        order=_l("What was filed first stands first"),
        access=sees,
        columns=[
            Column(_l("Number")),
            Column(_l("Project")),
            Column(_l("Place")),
            Column(_l("Kind")),
            Column(_l("Occurred on")),
            Column(_l("Amount")),
            Column(_l("Currency")),
            Column(_l("Rate: yuan for one of the other currency")),
            Column(_l("Day of the rate")),
            Column(_l("Source of the rate")),
            Column(_l("In yuan")),
            Column(_l("People recruited")),
            # what is typed there may name who was recruited
            Column(_l("Note"), personal=True),
            Column(_l("Files of evidence")),
            Column(_l("State")),
            Column(_l("Filed at")),
            Column(_l("Accepted at")),
            Column(_l("Class of confidentiality")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), MILESTONE_NAMES)},
        statement=_milestones,
        cells=one_by_one(_milestone),
    ),
]
