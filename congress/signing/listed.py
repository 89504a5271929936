"""The list of intentions as a file; amounts are numbers in yuan."""

from sqlalchemy import Select

from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.foundation.money import FEN
from congress.signing.models import Intention
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intentions_statement
from congress.signing.states import (
    CATEGORY_NAMES,
    ROLE_NAMES,
    SECRECY_NAMES,
    STATE_NAMES,
    Category,
    PartyRole,
    Secrecy,
    State,
)


def _intentions(scope: Scope) -> Select[tuple[Intention]]:
    return intentions_statement(scope.actor, scope.congress_id, **scope.wish).order_by(Intention.id.desc())


def _intention(one: Intention) -> list[object]:
    return [
        one.public_id, one.title, CATEGORY_NAMES[Category(one.category)],
        "；".join(f"{party.name} ({ROLE_NAMES[PartyRole(party.role)]})" for party in one.parties),
        "；".join(alumnus.name for alumnus in one.alumni),
        pick(one.division.name, one.division.name_en),
        pick(one.industry.name_zh, one.industry.name_en) if one.industry else "",
        "；".join(pick(share.school.name, share.school.name_en) for share in one.schools),
        one.amount_fen / FEN, one.currency, STATE_NAMES[State(one.state)], cell_time(one.signed_at),
        SECRECY_NAMES[Secrecy(one.secrecy)],
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="intentions",
        title=_l("Intentions"),
        order=_l("Newest first"),
        access=sees_at_a_desk,
        columns=[
            Column(_l("Number")),
            Column(_l("Project")),
            Column(_l("Category")),
            Column(_l("Parties")),
            Column(_l("Alumni"), personal=True),
            Column(_l("Place")),
            Column(_l("Industry")),
            Column(_l("Schools")),
            Column(_l("Amount")),
            Column(_l("Currency")),
            Column(_l("State")),
            Column(_l("Signed at")),
            Column(_l("Class of confidentiality")),
        ],
        narrowed_by={
            "q": Narrowing(_l("Search"), typed=True),
            "state": Narrowing(_l("State"), STATE_NAMES),
            "category": Narrowing(_l("Category"), CATEGORY_NAMES),
        },
        statement=_intentions,
        cells=one_by_one(_intention),
    ),
]
