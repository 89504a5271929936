"""Whoever is sent by delegations, as a file."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.delegations.models import Nominee
from congress.delegations.queries import nominees_statement
from congress.foundation.i18n import _, _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.registration.states import STATUS_NAMES, Status


def _nominees(scope: Scope) -> Select[tuple[Nominee]]:
    return nominees_statement(scope.congress_id, **scope.wish)


def _line(one: Nominee) -> list[object]:
    held = one.registration
    return [
        one.delegation.name, held.code, held.name, held.organisation, held.title,
        pick(held.category.name_zh, held.category.name_en), held.phone, held.email,
        _("yes") if one.is_head else _("no"), one.rank, STATUS_NAMES[Status(held.status)],
        cell_time(one.nominated_at), cell_time(one.completed_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="nominees",
        title=_l("Members of delegations"),
        order=_l("By delegation, then the head, the rank set by hand, and strokes"),
        access=is_organiser,
        columns=[
            Column(_l("Delegation")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Position"), personal=True),
            Column(_l("Category")),
            Column(_l("Phone"), personal=True),
            Column(_l("E-mail"), personal=True),
            Column(_l("Head of the delegation")),
            Column(_l("Rank")),
            Column(_l("Status")),
            Column(_l("Named at")),
            Column(_l("Completed at")),
        ],
        narrowed_by={"delegation": Narrowing(_l("Delegation"))},
        statement=_nominees,
        cells=one_by_one(_line),
    )
]
