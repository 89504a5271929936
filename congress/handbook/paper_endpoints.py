"""Papers over the API: asked for here, drawn by a worker; and where the handbook stands between its two readers."""

from datetime import date
from enum import StrEnum
from typing import Literal

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.handbook.endpoints import QueuedOut
from congress.handbook.production import Kind, matter_of, queue_paper
from congress.handbook.review import standing_of
from congress.handbook.speech import Tongue
from congress.programme.published import published_plan
from congress.programme.queries import categories_of, congress_by_slug

blueprint = Blueprint("handbook_papers_api", __name__)


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
