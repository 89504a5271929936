"""What the gates read, as a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.checkin.models import Scan
from congress.checkin.queries import gates_of, scans_statement, wearers_of
from congress.checkin.states import RESULT_NAMES, Result
from congress.foundation.i18n import _, _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time


def _scans(scope: Scope) -> Select[tuple[Scan]]:
    return scans_statement(scope.congress_id, **scope.wish)


def _lines(session: Session, scope: Scope, found: Sequence[Scan]) -> Iterator[list[object]]:
    gates = {gate.slug: gate.name for gate in gates_of(session, scope.congress_id)}
    worn = wearers_of(session, {one.badge_id for one in found if one.badge_id is not None})
    for one in found:
        who = worn.get(one.badge_id or 0)
        category = pick(who.category.name_zh, who.category.name_en) if who else ""
        whose = (who.code, who.name, who.organisation, category) if who else [""] * 4
        yield [
            gates.get(one.gate_told, one.gate_told), one.device, *whose, RESULT_NAMES[Result(one.result)],
            cell_time(one.counted_at), cell_time(one.received_at), _("yes") if one.offline else _("no"),
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="scans",
        title=_l("Scans at the gates"),
        order=_l("Newest first"),
        access=is_organiser,
        columns=[
            Column(_l("Gate")),
            Column(_l("Device")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Category")),
            Column(_l("What the gate said")),
            Column(_l("Counted at")),
            Column(_l("Received at")),
            Column(_l("Without network")),
        ],
        narrowed_by={"gate": Narrowing(_l("Gate")), "result": Narrowing(_l("What the gate said"), RESULT_NAMES)},
        statement=_scans,
        cells=_lines,
    )
]
