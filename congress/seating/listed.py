"""Seats as a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope
from congress.seating.models import SeatGuest
from congress.seating.queries import plans_with_forums, seated_statement


def _seated(scope: Scope) -> Select[tuple[SeatGuest]]:
    return seated_statement(scope.congress_id, **scope.wish)


def _lines(session: Session, scope: Scope, found: Sequence[SeatGuest]) -> Iterator[list[object]]:
    plans = plans_with_forums(session, scope.congress_id)
    for one in found:
        plan, who = plans[one.plan_id], one.registration or one.speaker
        block = next(block for block in plan.blocks if block.id == one.block_id)
        held = one.registration
        yield [
            pick(plan.forum.title_zh, plan.forum.title_en), pick(block.name, block.name_en), one.seat_row,
            one.seat_column, held.code if held else "", who.name if who else "", who.organisation if who else "",
            who.title if who else "", pick(held.category.name_zh, held.category.name_en) if held else "", one.rank,
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="seats",
        title=_l("Seats"),
        order=_l("By forum, block and seat"),
        access=is_organiser,
        columns=[
            Column(_l("Forum")),
            Column(_l("Block")),
            Column(_l("Row")),
            Column(_l("Seat")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Position"), personal=True),
            Column(_l("Category")),
            Column(_l("Precedence")),
        ],
        narrowed_by={"forum": Narrowing(_l("Forum"))},
        statement=_seated,
        cells=_lines,
    )
]
