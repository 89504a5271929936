"""The list of calls for help as a file."""

from sqlalchemy import Select

from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.helpdesk.models import HelpCall
from congress.helpdesk.permissions import answers_calls
from congress.helpdesk.queries import calls_statement
from congress.helpdesk.states import FIELD_NAMES, STATE_NAMES, CallState, Field


def _calls(scope: Scope) -> Select[tuple[HelpCall]]:
    statement = calls_statement(scope.actor, scope.congress_id, state=scope.wish.get("state"))
    return statement.order_by(HelpCall.answer_by, HelpCall.id)


def _call(one: HelpCall) -> list[object]:
    return [
        one.public_id, one.subject, one.name, one.contact, FIELD_NAMES[Field(one.field)],
        pick(one.division.name, one.division.name_en) if one.division else "",
        one.officer.name if one.officer else "", STATE_NAMES[CallState(one.state)], cell_time(one.called_at),
        cell_time(one.answer_by), cell_time(one.taken_at), cell_time(one.solve_by), cell_time(one.solved_at),
        one.rating,
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="calls",
        title=_l("Calls for help"),
        order=_l("What must be answered first stands first"),
        access=answers_calls,
        columns=[
            Column(_l("Number")),
            Column(_l("Call"), personal=True),
            Column(_l("Name"), personal=True),
            Column(_l("Contact"), personal=True),
            Column(_l("What it is about")),
            Column(_l("Place")),
            Column(_l("Officer")),
            Column(_l("State")),
            Column(_l("Called at")),
            Column(_l("Answer by")),
            Column(_l("Taken at")),
            Column(_l("Solve by")),
            Column(_l("Solved at")),
            Column(_l("Rating")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), STATE_NAMES)},
        statement=_calls,
        cells=one_by_one(_call),
    ),
]
