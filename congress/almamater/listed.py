"""The list of claims to schools as a file, for the schools whose they are."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser, is_school
from congress.almamater.permissions import seen_schools
from congress.almamater.queries import ClaimFilter, claims_statement
from congress.alumni.models import Education
from congress.alumni.states import CLAIM_NAMES, DEGREE_NAMES, ClaimState, Degree
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one


def _claims(scope: Scope) -> Select[tuple[Education]]:
    statement = claims_statement(seen_schools(scope.actor), ClaimFilter(**scope.wish))
    return statement.order_by(Education.claimed_at, Education.id)


def _claim(one: Education) -> list[object]:
    return [
        one.person.name, pick(one.school.name, one.school.name_en), one.graduated,
        DEGREE_NAMES[Degree(one.degree)] if one.degree else "", CLAIM_NAMES[ClaimState(one.state)],
        cell_time(one.claimed_at), cell_time(one.confirmed_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="claims",
        title=_l("Alma mater claims"),
        order=_l("Whoever waits longest stands first"),
        access=is_school | is_organiser,
        columns=[
            Column(_l("Name"), personal=True),
            Column(_l("School")),
            Column(_l("Year of graduation")),
            Column(_l("Degree")),
            Column(_l("State")),
            Column(_l("Claimed at")),
            Column(_l("Confirmed at")),
        ],
        narrowed_by={
            "q": Narrowing(_l("Search"), typed=True),
            "state": Narrowing(_l("State"), CLAIM_NAMES),
            "school": Narrowing(_l("School")),
        },
        statement=_claims,
        cells=one_by_one(_claim),
    ),
]
