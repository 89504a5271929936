"""Lists of registrations and invitations as files."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.alumni.queries import educations_of
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time
from congress.questions.queries import every_sheet_of, released_forms
from congress.questions.shown import answer_cells, answer_columns
from congress.registration.invitation_queries import invitations_statement
from congress.registration.models import Invitation, Registration
from congress.registration.queries import Filter, registrations_statement
from congress.registration.states import HOLDING_NAMES, INVITATION_NAMES, STATUS_NAMES, HoldingStatus, Status


def _registrations(scope: Scope) -> Select[tuple[Registration]]:
    statement = registrations_statement(scope.congress_id, Filter(**scope.wish))
    return statement.order_by(Registration.stroke_key, Registration.id)


def _asked(session: Session, scope: Scope) -> dict[str, str]:
    return answer_columns(released_forms(session, scope.congress_id))


def _answers(session: Session, scope: Scope) -> list[Column]:
    return [Column(words, personal=True) for words in _asked(session, scope).values()]


def _lines(session: Session, scope: Scope, found: Sequence[Registration]) -> Iterator[list[object]]:
    schools = _schools(session, found)
    asked = list(_asked(session, scope))
    sheets = every_sheet_of(session, [one.id for one in found])
    for one in found:
        forums = [
            f"{pick(held.forum.title_zh, held.forum.title_en)} ({HOLDING_NAMES[HoldingStatus(held.status)]})"
            for held in one.holdings
        ]
        yield [
            one.code, one.number, one.name, one.organisation, one.title,
            pick(one.category.name_zh, one.category.name_en), STATUS_NAMES[Status(one.status)], one.email, one.phone,
            "；".join(schools.get(one.person_id, [])), "；".join(forums), cell_time(one.created_at),
            one.office_number, *answer_cells(sheets[one.id], asked),
        ]  # fmt: skip


def _schools(session: Session, found: Sequence[Registration]) -> dict[int, list[str]]:
    schools: dict[int, list[str]] = {}
    for education in educations_of(session, [one.person_id for one in found]):
        year = f" ({education.graduated})" if education.graduated else ""
        schools.setdefault(education.person_id, []).append(f"{education.school.name}{year}")
    return schools


REGISTRATIONS = ListedRows(
    name="registrations",
    title=_l("Registrations"),
    order=_l("By the strokes of the surname"),
    access=is_organiser,
    columns=[
        Column(_l("Code")),
        Column(_l("Badge number")),
        Column(_l("Name"), personal=True),
        Column(_l("Organisation"), personal=True),
        Column(_l("Position"), personal=True),
        Column(_l("Category")),
        Column(_l("Status")),
        Column(_l("E-mail"), personal=True),
        Column(_l("Phone"), personal=True),
        Column(_l("Schools"), personal=True),
        Column(_l("Forums")),
        Column(_l("Registered at")),
        Column(_l("The office's own number"), personal=True),
    ],
    more=_answers,
    narrowed_by={
        "q": Narrowing(_l("Search"), typed=True),
        "status": Narrowing(_l("State"), STATUS_NAMES),
        "category": Narrowing(_l("Category")),
        "track": Narrowing(_l("Track")),
        "forum": Narrowing(_l("Forum")),
        "school": Narrowing(_l("School")),
    },
    statement=_registrations,
    cells=_lines,
)


def _invitations(scope: Scope) -> Select[tuple[Invitation]]:
    return invitations_statement(scope.congress_id, **scope.wish, now=scope.now).order_by(Invitation.id.desc())


def _invitation_lines(_session: Session, scope: Scope, found: Sequence[Invitation]) -> Iterator[list[object]]:
    for one in found:
        yield [
            one.label, one.email, one.phone, pick(one.category.name_zh, one.category.name_en),
            pick(one.forum.title_zh, one.forum.title_en) if one.forum else "", cell_time(one.expires_at),
            INVITATION_NAMES[one.state(scope.now)], one.uses, one.used,
        ]  # fmt: skip


INVITATIONS = ListedRows(
    name="invitations",
    title=_l("Invitations"),
    order=_l("Newest first"),
    access=is_organiser,
    columns=[
        Column(_l("Name"), personal=True),
        Column(_l("E-mail"), personal=True),
        Column(_l("Phone"), personal=True),
        Column(_l("Category")),
        Column(_l("Reserved seat")),
        Column(_l("Valid until")),
        Column(_l("State")),
        Column(_l("For how many")),
        Column(_l("Used by")),
    ],
    narrowed_by={"q": Narrowing(_l("Search"), typed=True), "state": Narrowing(_l("State"), INVITATION_NAMES)},
    statement=_invitations,
    cells=_invitation_lines,
)

LISTS = [REGISTRATIONS, INVITATIONS]
