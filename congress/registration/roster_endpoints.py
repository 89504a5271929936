"""Lists of people, and other tables, as programs bring them: brought, tried out, stored; all rows or none."""

from flask import Blueprint, Response, request
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.foundation.batches import send_batch_file
from congress.foundation.endpoint import Answer, Body, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.tables import place_of
from congress.programme.queries import congress_by_slug
from congress.registration.errors import NoSuchRoster, RosterBusy, RosterForgotten, RosterNotTried
from congress.registration.models import RosterFile
from congress.registration.roster_queries import remembered_mapping, roster_file
from congress.registration.rosters import keep_roster, rows_done, store_roster, suggested_mapping, try_roster
from congress.registration.subjects import PEOPLE, SUBJECTS

blueprint = Blueprint("rosters_api", __name__)
BASE = "/congresses/<slug>/rosters"
SCOPE = "registrations:write"


class RosterWish(Query):
    """`of` is what the rows are: `people` or `intentions`."""

    of: str = Field(default=PEOPLE, max_length=12)


class RosterMapping(Body):
    """Heading → field; an empty field leaves the column out. What is not told is taken as last time, or guessed."""

    mapping: dict[str, str] = Field(default_factory=dict, max_length=200)


class RosterProblem(Answer):
    level: str
    row: int | None
    column: str
    message: str


class RosterReport(Answer):
    created: int
    changed: int
    unchanged: int
    errors: int
    noticed: int
    problems: list[RosterProblem]


class RosterLinks(Answer):
    self: str
    noticed: str | None


class RosterOut(Answer):
    id: str
    of: str
    rows: int
    mapping: dict[str, str]
    fields: list[str]
    state: str
    done: int
    stored: bool
    report: RosterReport | None
    links: RosterLinks


def _shown(call: Call, found: RosterFile) -> RosterOut:
    here = f"/api/v1/congresses/{call.path['slug']}/rosters/{found.public_id}"
    batch, report = found.batch, found.report
    return RosterOut(
        id=found.public_id,
        of=found.subject,
        rows=found.rows,
        mapping=_mapping(call, found),
        fields=[*SUBJECTS[found.subject].fields],
        state=batch.state if batch else "waiting",
        done=rows_done(batch) if batch else 0,
        stored=found.stored_at is not None,
        report=RosterReport.model_validate(report | {"problems": _problems(report)}) if report else None,
        links=RosterLinks(self=here, noticed=f"{here}/noticed.xlsx" if batch and batch.file else None),
    )


def _problems(report: dict[str, list[dict[str, str]]]) -> list[RosterProblem]:
    placed = [(*place_of(one["item"]), one) for one in report["problems"]]
    return [
        RosterProblem(level=one["level"], row=row, column=column, message=one["message"])
        for row, column, one in placed
    ]  # fmt: skip


def _mapping(call: Call, found: RosterFile) -> dict[str, str]:
    return found.mapping or suggested_mapping(found, remembered_mapping(call.session, found))


def _own(call: Call) -> RosterFile:
    congress = congress_by_slug(call.session, call.path["slug"])
    return roster_file(call.session, congress.id, call.actor.user_id, call.path["file"])


@endpoint(
    blueprint, "POST", BASE, access=is_organiser, scope=SCOPE, query=RosterWish, answer=RosterOut, status=201,
    multipart=True, errors=[NotFound],
)  # fmt: skip
def post_roster(call: Call) -> RosterOut:
    """Bring a table, xlsx, xls or CSV, that is tried out next; nothing is stored but the file, for a day."""
    congress, wish, file = congress_by_slug(call.session, call.path["slug"]), call.query, request.files.get("file")
    if wish.of not in SUBJECTS:
        raise Invalid.field("of", _("Choose one of those that are offered."))
    if file is None:
        raise Invalid.field("file", _("This field is needed."))
    found = keep_roster(
        call.session, congress, file.read(), file.filename or "", subject=wish.of, by=call.actor, now=call.now
    )
    return _shown(call, roster_file(call.session, congress.id, call.actor.user_id, found.public_id))


@endpoint(
    blueprint, "GET", f"{BASE}/<file>", access=is_organiser, scope=SCOPE, answer=RosterOut, errors=[NoSuchRoster]
)  # fmt: skip
def get_roster(call: Call) -> RosterOut:
    """How far a table is, and what trying it out or storing it did, by row and column."""
    return _shown(call, _own(call))


@endpoint(
    blueprint, "POST", f"{BASE}/<file>/try", access=is_organiser, scope=SCOPE, body=RosterMapping, answer=RosterOut,
    status=202, errors=[NoSuchRoster, RosterBusy, RosterForgotten],
)  # fmt: skip
def post_roster_try(call: Call) -> RosterOut:
    """Have a worker say what storing the table would do; nothing is stored."""
    found, body = _own(call), call.body
    fields = SUBJECTS[found.subject].fields
    for column, field in body.mapping.items():
        if column not in found.columns or field not in {"", *fields}:
            raise Invalid.field(f"mapping.{column}", _("There is no such column or field."))
    try_roster(call.session, found, _mapping(call, found) | body.mapping, by=call.actor, now=call.now)
    call.session.refresh(found, ["batch"])
    return _shown(call, found)


@endpoint(
    blueprint, "POST", f"{BASE}/<file>/store", access=is_organiser, scope=SCOPE, answer=RosterOut, status=202,
    errors=[NoSuchRoster, RosterNotTried, RosterBusy, RosterForgotten],
)  # fmt: skip
def post_roster_store(call: Call) -> RosterOut:
    """Have a worker store the table that was tried out; with an error in it each is told with its row and column."""
    found = _own(call)
    if found.report and found.report["errors"]:
        wrong = [one for one in found.report["problems"] if one["level"] == "error"]
        raise Invalid(
            _("The file was not imported; nothing was stored."),
            errors=[{"field": one["item"], "message": one["message"]} for one in wrong],
        )
    store_roster(call.session, found, by=call.actor, now=call.now)
    call.session.refresh(found, ["batch"])
    return _shown(call, found)


@endpoint(
    blueprint, "GET", f"{BASE}/<file>/noticed.xlsx", access=is_organiser, scope=SCOPE,
    media_type="application/octet-stream", errors=[NoSuchRoster],
)  # fmt: skip
def get_roster_noticed(call: Call) -> Response:
    """The rows of which something was noticed, as they were written, with the reasons."""
    found = _own(call)
    if found.batch is None:
        raise NoSuchRoster
    return send_batch_file(found.batch)
