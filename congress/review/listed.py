"""Who is under review, as a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time
from congress.foundation.pages import zone
from congress.registration.models import Registration
from congress.review.queries import questions_of, queue_statement


def _queue(scope: Scope) -> Select[tuple[Registration]]:
    return queue_statement(scope.congress_id, asked="state" in scope.wish).order_by(Registration.id)


def _lines(session: Session, scope: Scope, found: Sequence[Registration]) -> Iterator[list[object]]:
    asked, today = questions_of(session, [one.id for one in found]), clock.local_day(scope.now, zone())
    for who in found:
        questions = asked.get(who.id, [])
        yield [
            who.code, who.name, who.organisation, who.title, pick(who.category.name_zh, who.category.name_en),
            "；".join(pick(held.forum.title_zh, held.forum.title_en) for held in who.holdings),
            cell_time(who.created_at), (today - clock.local_day(who.created_at, zone())).days,
            "；".join(one.question for one in questions), "；".join(one.answer for one in questions),
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="review",
        title=_l("Review"),
        order=_l("What waits longest first"),
        access=is_organiser,
        columns=[
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Position"), personal=True),
            Column(_l("Category")),
            Column(_l("Forums")),
            Column(_l("Registered at")),
            Column(_l("Days waited")),
            Column(_l("What was asked"), personal=True),
            Column(_l("Answer"), personal=True),
        ],
        narrowed_by={"state": Narrowing(_l("State"), {"asked": _l("Asked for more")})},
        statement=_queue,
        cells=_lines,
    )
]
