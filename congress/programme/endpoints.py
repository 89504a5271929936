"""The programme as JSON."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import PUBLIC
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of, paginate, paginate_values
from congress.foundation.texts import NonEmptyLine, Slug
from congress.programme.actions import Stored, change_forum, create_forum
from congress.programme.errors import CapacityBelowTaken, SlugTaken
from congress.programme.models import Congress, Forum, Track
from congress.programme.plain import plain_text
from congress.programme.plan import Plan, PlanItem
from congress.programme.published import draft_plan, published_plan
from congress.programme.queries import (
    congress_by_slug,
    forum_by_slug,
    forums_statement,
    released_congress,
    tracks_of,
)
from congress.programme.states import Promotion

blueprint = Blueprint("programme_api", __name__)
CONGRESS = "/congresses/<slug>"


class Title(Body):
    zh: NonEmptyLine
    en: str = Field(default="", max_length=200)


class TitleOut(Answer):
    zh: str
    en: str


class RegistrationWindow(Answer):
    open: bool
    closes_at: datetime


class CategoryOut(Answer):
    slug: str
    zh: str
    en: str
    colour: str


class CongressOut(Answer):
    slug: str
    title: TitleOut
    starts_on: date
    ends_on: date
    time_zone: str
    registration: RegistrationWindow
    demo: bool


class TrackOut(Answer):
    slug: str
    title: TitleOut


class TrackList(Answer):
    items: list[TrackOut]
    next: str | None


class ForumOut(Answer):
    slug: str
    track: str | None
    title: TitleOut
    room: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    seats_left: int
    waitlist: bool
    approval: bool
    promotion: str
    warnings: list[str] = Field(default_factory=list)


class ForumList(Answer):
    items: list[ForumOut]
    next: str | None


class SpeakerOut(Answer):
    name: str
    title: str
    organisation: str
    host: bool


class SessionOut(Answer):
    id: str
    title: TitleOut
    forum: str | None
    room: str | None
    label: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    abstract: TitleOut
    speakers: list[SpeakerOut]


class SessionList(Answer):
    items: list[SessionOut]
    next: str | None


class NewForum(Body):
    slug: Slug
    track: str | None = Field(default=None, max_length=60)
    title: Title
    room: NonEmptyLine
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    capacity: int = Field(ge=0, le=1_000_000)
    waitlist: bool = False
    approval: bool = False
    promotion: Promotion = Promotion.DIRECT


class ForumChange(Body):
    slug: Slug | None = None
    track: str | None = Field(default=None, max_length=60)
    title: Title | None = None
    room: NonEmptyLine | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    capacity: int | None = Field(default=None, ge=0, le=1_000_000)
    waitlist: bool | None = None
    approval: bool | None = None
    promotion: Promotion | None = None


def congress_out(congress: Congress, now: datetime) -> CongressOut:
    is_open = congress.registration_open and now < congress.registration_closes_at
    return CongressOut(
        slug=congress.slug,
        title=TitleOut(zh=congress.title_zh, en=congress.title_en),
        starts_on=congress.starts_on,
        ends_on=congress.ends_on,
        time_zone=zone().key,
        registration=RegistrationWindow(open=is_open, closes_at=congress.registration_closes_at.astimezone(zone())),
        demo=congress.is_demo,
    )


def forum_out(forum: Forum, warnings: list[str] | None = None) -> ForumOut:
    return ForumOut(
        slug=forum.slug,
        track=forum.track.slug if forum.track else None,
        title=TitleOut(zh=forum.title_zh, en=forum.title_en),
        room=forum.room.name,
        starts_at=forum.starts_at.astimezone(zone()),
        ends_at=forum.ends_at.astimezone(zone()),
        capacity=forum.capacity,
        taken=forum.taken,
        seats_left=forum.seats_left,
        waitlist=forum.waitlist,
        approval=forum.approval,
        promotion=forum.promotion,
        warnings=warnings or [],
    )


def session_out(plan: Plan, item: PlanItem) -> SessionOut:
    room = plan.room.get(item.room) if item.room is not None else None
    people = [plan.speaker[one] for one in item.people if one in plan.speaker]
    return SessionOut(
        id=str(item.id),
        title=TitleOut(zh=item.zh, en=item.en),
        forum=item.forum,
        room=room.name if room else None,
        label=item.track if item.track not in plan.track else "",
        kind=item.kind,
        starts_at=item.starts_at.astimezone(zone()),
        ends_at=item.ends_at.astimezone(zone()),
        abstract=TitleOut(zh=plain_text(item.abstract), en=plain_text(item.abstract_en)),
        speakers=[
            SpeakerOut(name=one.name, title=one.title, organisation=one.organisation, host=one.id in item.hosts)
            for one in people
        ],
    )


def visible_congress(call: Call) -> Congress:
    """The congress of the path: released, or any for an organiser."""
    find = congress_by_slug if is_organiser(call.actor) else released_congress
    return find(call.session, call.path["slug"])


@endpoint(blueprint, "GET", CONGRESS, access=PUBLIC, answer=CongressOut, errors=[NotFound])
def show_congress(call: Call) -> CongressOut:
    """The congress: its days and whether registration is open."""
    return congress_out(visible_congress(call), clock.now())


@endpoint(blueprint, "GET", f"{CONGRESS}/tracks", access=PUBLIC, query=ListQuery, answer=TrackList, errors=[NotFound])
def list_tracks(call: Call) -> TrackList:
    """The four themed tracks."""
    tracks: list[Track] = list(tracks_of(call.session, visible_congress(call).id))
    page = page_of(tracks, limit=call.query.limit, cursor=call.query.cursor)
    return TrackList(
        items=[TrackOut(slug=t.slug, title=TitleOut(zh=t.title_zh, en=t.title_en)) for t in page.items], next=page.next
    )


@endpoint(blueprint, "GET", f"{CONGRESS}/forums", access=PUBLIC, query=ListQuery, answer=ForumList, errors=[NotFound])
def list_forums(call: Call) -> ForumList:
    """The released forums by time, with seats left."""
    statement = forums_statement(visible_congress(call).id, released_only=not is_organiser(call.actor))
    page = paginate(
        call.session, statement, [Forum.starts_at, Forum.id], limit=call.query.limit, cursor=call.query.cursor
    )
    return ForumList(items=[forum_out(forum) for forum in page.items], next=page.next)


@endpoint(
    blueprint, "GET", f"{CONGRESS}/sessions", access=PUBLIC, query=ListQuery, answer=SessionList, errors=[NotFound]
)
def list_sessions(call: Call) -> SessionList:
    """The released items of the programme by time; for an organiser those that are planned."""
    congress = visible_congress(call)
    see = draft_plan if is_organiser(call.actor) else published_plan
    plan = see(call.session, congress)
    page = paginate_values(
        plan.items, lambda item: (item.starts_at, item.id), limit=call.query.limit, cursor=call.query.cursor
    )
    return SessionList(items=[session_out(plan, item) for item in page.items], next=page.next)


@endpoint(
    blueprint, "POST", f"{CONGRESS}/forums", access=is_organiser, scope="programme:write", body=NewForum,
    answer=ForumOut, status=201, errors=[NotFound, SlugTaken, Invalid],
)  # fmt: skip
def post_forum(call: Call) -> ForumOut:
    """Create a forum; an unknown room is made, a clash in the room is a warning."""
    congress = congress_by_slug(call.session, call.path["slug"])
    return _told(create_forum(call.session, congress, call.body.model_dump(), by=call.actor, now=call.now))


@endpoint(
    blueprint, "PATCH", f"{CONGRESS}/forums/<forum>", access=is_organiser, scope="programme:write", body=ForumChange,
    answer=ForumOut, errors=[NotFound, SlugTaken, CapacityBelowTaken, Invalid],
)  # fmt: skip
def patch_forum(call: Call) -> ForumOut:
    """Change some fields of a forum; more seats move the waitlist up."""
    congress = congress_by_slug(call.session, call.path["slug"])
    forum = forum_by_slug(call.session, congress.id, call.path["forum"])
    facts: dict[str, Any] = call.body.model_dump(exclude_unset=True)
    empty = next((name for name, value in facts.items() if value is None and name != "track"), None)
    if empty:
        raise Invalid.field(empty, _("This field is needed."))
    return _told(change_forum(call.session, congress, forum, facts, by=call.actor, now=call.now))


def _told(stored: Stored) -> ForumOut:
    warnings = [str(_("The room is also used by “%(slug)s” at that time.", slug=slug)) for slug in stored.room_clashes]
    return forum_out(stored.forum, warnings)
