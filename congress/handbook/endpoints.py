"""Badge, agenda and papers as files over the API, and where the handbook stands between its two readers."""

from datetime import date
from enum import StrEnum
from typing import Literal

from flask import Blueprint, Response
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.badges.sheets import Sheet
from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.handbook.papers import agenda_events, agenda_file, agenda_image, badge_file, badge_image, folded_agenda
from congress.handbook.printing import queue_print
from congress.handbook.production import Kind, matter_of, queue_paper
from congress.handbook.review import standing_of
from congress.handbook.speech import Tongue
from congress.programme.published import published_plan
from congress.programme.queries import categories_of, congress_by_slug
from congress.registration.models import Registration
from congress.registration.queries import visible_registration

blueprint = Blueprint("handbook_api", __name__)
ONE = "/congresses/<slug>/registrations/<code>"


class BadgeFilter(Body):
    q: str | None = Field(default=None, max_length=200)
    status: str | None = Field(default=None, pattern="^confirmed$")
    forum: str | None = Field(default=None, max_length=60)
    category: str | None = Field(default=None, max_length=20)
    track: str | None = Field(default=None, max_length=60)
    school: str | None = Field(default=None, max_length=40)


class NewPrint(Body):
    filter: BadgeFilter = BadgeFilter()
    sheet: Sheet


class QueuedOut(Answer):
    job: str


@endpoint(
    blueprint, "POST", "/congresses/<slug>/badges/print", access=is_organiser, scope="registrations:read",
    body=NewPrint, answer=QueuedOut, status=202, errors=[NotFound],
)  # fmt: skip
def post_print(call: Call) -> QueuedOut:
    """Draw the badges of everybody confirmed who fits the filter into one PDF; the job's file is it."""
    congress = congress_by_slug(call.session, call.path["slug"])
    wish = call.body.filter.model_dump(exclude_none=True)
    return QueuedOut(
        job=queue_print(call.session, congress, wish, call.body.sheet, by=call.actor, now=call.now).public_id
    )


def _registration(call: Call) -> Registration:
    return visible_registration(call.session, call.actor, call.path["slug"], call.path["code"])


def _file(content: bytes | None, media_type: str) -> Response:
    if content is None:
        raise NotFound
    return Response(content, content_type=media_type)


@endpoint(
    blueprint, "GET", f"{ONE}/badge.pdf", access=anybody_signed_in, scope="registrations:read",
    media_type="application/pdf", errors=[NotFound],
)  # fmt: skip
def get_badge_pdf(call: Call) -> Response:
    """The badge as PDF; 404 while there is no valid one."""
    return _file(badge_file(call.session, _registration(call)), "application/pdf")


@endpoint(
    blueprint, "GET", f"{ONE}/badge.png", access=anybody_signed_in, scope="registrations:read",
    media_type="image/png", errors=[NotFound],
)  # fmt: skip
def get_badge_png(call: Call) -> Response:
    """The badge as a picture."""
    return _file(badge_image(call.session, _registration(call)), "image/png")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.pdf", access=anybody_signed_in, scope="registrations:read",
    media_type="application/pdf", errors=[NotFound],
)  # fmt: skip
def get_agenda_pdf(call: Call) -> Response:
    """The personal agenda as PDF, in the language of the registration."""
    return _file(agenda_file(call.session, _registration(call), now=call.now), "application/pdf")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda-a6.pdf", access=anybody_signed_in, scope="registrations:read",
    media_type="application/pdf", errors=[NotFound],
)  # fmt: skip
def get_folded_agenda(call: Call) -> Response:
    """The personal agenda on one side of A4, to be folded twice to A6."""
    return _file(folded_agenda(call.session, _registration(call), now=call.now), "application/pdf")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.png", access=anybody_signed_in, scope="registrations:read",
    media_type="image/png", errors=[NotFound],
)  # fmt: skip
def get_agenda_png(call: Call) -> Response:
    """The first page of the personal agenda as a picture."""
    return _file(agenda_image(call.session, _registration(call), now=call.now), "image/png")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.ics", access=anybody_signed_in, scope="registrations:read",
    media_type="text/calendar", errors=[NotFound],
)  # fmt: skip
def get_agenda_ics(call: Call) -> Response:
    """The personal agenda as a calendar file with its time zone."""
    return _file(agenda_events(call.session, _registration(call), now=call.now), "text/calendar; charset=utf-8")


class NewPaper(Body):
    kind: Kind
    language: Tongue = Tongue.ZH
    format: Literal["pdf", "docx"] = "pdf"
    # running order, script, cards and seat charts are of one forum, running order, script and door signs of one day
    forum: str | None = Field(default=None, max_length=60)
    day: date | None = None
    # cards for everybody confirmed of one category instead of those who speak
    category: str | None = Field(default=None, max_length=20)


class Stand(StrEnum):
    """`draft`: nobody has read it as it is; `read`: one person has; `released`: two have."""

    DRAFT = "draft"
    READ = "read"
    RELEASED = "released"


class HandbookOut(Answer):
    state: Stand
    # the latest edition that was released; 0 where there is none
    edition: int
    # parts that print something else than was read last
    changed: list[str]


@endpoint(
    blueprint, "POST", "/congresses/<slug>/papers", access=is_organiser, scope="registrations:read", body=NewPaper,
    answer=QueuedOut, status=202, errors=[NotFound],
)  # fmt: skip
def post_paper(call: Call) -> QueuedOut:
    """Draw a handbook, a grid, cards or another paper; the job's file is it."""
    congress, wish = congress_by_slug(call.session, call.path["slug"]), call.body
    if wish.forum and wish.forum not in published_plan(call.session, congress).forum:
        raise Invalid.field("forum", _("There is no such forum."))
    if wish.category and wish.category not in {one.slug for one in categories_of(call.session, congress.id)}:
        raise Invalid.field("category", _("There is no such category."))
    asked = {
        "kind": wish.kind.value, "tongue": wish.language.value, "format": wish.format, "forum": wish.forum or "",
        "day": wish.day.isoformat() if wish.day else "", "category": wish.category or "",
    }  # fmt: skip
    return QueuedOut(job=queue_paper(call.session, congress, asked, by=call.actor, now=call.now).public_id)


@endpoint(
    blueprint, "GET", "/congresses/<slug>/handbook", access=is_organiser, scope="programme:read", answer=HandbookOut,
    errors=[NotFound],
)  # fmt: skip
def get_handbook(call: Call) -> HandbookOut:
    """Whether two people have released what the handbook prints now, and what has changed since it was read."""
    congress = congress_by_slug(call.session, call.path["slug"])
    standing = standing_of(call.session, congress, matter_of(call.session, congress, Tongue.BOTH, now=call.now))
    read = Stand.READ if standing.waiting else Stand.RELEASED if standing.released else Stand.DRAFT
    return HandbookOut(
        state=Stand.DRAFT if standing.changed else read, edition=standing.edition, changed=list(standing.changed)
    )
