"""A programme from a file over the API: tried or stored, with everything that was odd about it."""

from contextlib import suppress

from flask import Blueprint, request
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.queries import congress_by_slug
from congress.programme.waiting import asked_zone, read_content

blueprint = Blueprint("programme_imports_api", __name__)


class ImportWish(Query):
    """`time_zone` is the clock of times without an offset; `withdraw` takes what vanished from the public."""

    time_zone: str = Field(default="", max_length=60)
    withdraw: bool = False
    dry_run: bool = False


class ProblemOut(Answer):
    level: str
    item: str
    message: str


class ClashCounts(Answer):
    room: int
    speaker: int


class ProgrammeReportOut(Answer):
    created: int
    changed: int
    unchanged: int
    problems: list[ProblemOut]
    clashes: ClashCounts
    vanished: int = 0
    withdrawn: int = 0


class Rehearsed(Exception):
    """Raised at the end of a rehearsal, so that what it wrote is rolled back."""


@endpoint(
    blueprint, "POST", "/congresses/<slug>/programme/import", access=is_organiser, scope="programme:write",
    query=ImportWish, answer=ProgrammeReportOut, multipart=True, errors=[NotFound],
)  # fmt: skip
def post_programme(call: Call) -> ProgrammeReportOut:
    """Load a programme: schedule XML or JSON, iCalendar, xlsx or CSV. The same file twice changes nothing."""
    congress, wish, report = congress_by_slug(call.session, call.path["slug"]), call.query, ProgrammeReport()
    file = request.files.get("file")
    if file is None:
        raise Invalid.field("file", _("This field is needed."))
    clock = asked_zone(wish.time_zone, "time_zone")
    found = read_content(file.read(), file.filename or "", report, zone=clock, ours=zone())
    with suppress(Rehearsed), call.session.begin_nested():
        import_programme(call.session, congress, found, report, withdraw=wish.withdraw, by=call.actor, now=call.now)
        if wish.dry_run:
            raise Rehearsed
    return ProgrammeReportOut.model_validate(report.as_json())
