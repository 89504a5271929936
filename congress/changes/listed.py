"""Change slips as a file."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.changes.models import ChangeSlip
from congress.changes.queries import slips_statement
from congress.changes.rules import FIELD_NAMES, KIND_NAMES, PAPER_NAMES, Kind, Paper
from congress.foundation.i18n import _l
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one


def _slips(scope: Scope) -> Select[tuple[ChangeSlip]]:
    closed = "state" in scope.wish
    return slips_statement(scope.congress_id, closed=closed).order_by(
        ChangeSlip.id.desc() if closed else ChangeSlip.id
    )  # fmt: skip


def _line(one: ChangeSlip) -> list[object]:
    return [
        one.id, one.registration.code, one.registration.name, one.registration.organisation,
        KIND_NAMES[Kind(one.kind)], "；".join(str(FIELD_NAMES[name]) for name in one.after),
        "；".join(str(PAPER_NAMES[Paper(task.paper)]) for task in one.tasks if task.done_at is None),
        "；".join(str(PAPER_NAMES[Paper(task.paper)]) for task in one.tasks if task.done_at is not None),
        cell_time(one.written_at), cell_time(one.closed_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="slips",
        title=_l("Change slips"),
        order=_l("By number"),
        access=is_organiser,
        columns=[
            Column(_l("Number")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Kind of change")),
            Column(_l("What changed")),
            Column(_l("To do")),
            Column(_l("Papers done")),
            Column(_l("Written at")),
            Column(_l("Done at")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), {"done": _l("Slips that are done")})},
        statement=_slips,
        cells=one_by_one(_line),
    )
]
