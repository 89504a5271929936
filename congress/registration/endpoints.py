"""Registrations as JSON."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Blueprint
from pydantic import Field, field_validator, model_validator

from congress.accounts.permissions import is_alumnus, is_organiser
from congress.alumni.actions import Learned, PersonFacts
from congress.alumni.states import Degree, Purpose
from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Forbidden, Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import NonEmptyLine
from congress.programme.errors import NoSuchForum
from congress.programme.models import Category, Congress
from congress.programme.queries import category_by_slug, congress_by_slug, released_congress
from congress.registration.actions import (
    cancel_registration,
    change_registration,
    register_person,
    require_forum_slugs,
)
from congress.registration.badges import reissue_badge
from congress.registration.errors import (
    AlreadyRegistered,
    ForumFull,
    ForumPast,
    ForumsOverlap,
    RegistrationClosed,
)
from congress.registration.invitations import open_invitation
from congress.registration.models import Registration
from congress.registration.names import EmailAddress, PhoneNumber, PrintableLine, PrintableName
from congress.registration.passes import badge_token
from congress.registration.queries import (
    Filter,
    find_registrations,
    standing_badge,
    visible_registration,
    waitlist_positions,
)
from congress.registration.states import Status
from congress.registration.wish import Wish
from congress.schools.queries import resolve_school

blueprint = Blueprint("registration_api", __name__)
BASE = "/congresses/<slug>/registrations"
ONE = f"{BASE}/<code>"
MOST_FORUMS = 50


class SchoolClaim(Body):
    code: NonEmptyLine
    graduated: int | None = Field(default=None, ge=1900, le=2100)
    degree: Degree | None = None


class ConsentWishes(Body):
    share_with_place: bool = False
    publish: bool = False
    photo: bool = False
    keep_after: bool = False


class NewRegistration(Body):
    name: PrintableName
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    category: str = Field(default="guest", max_length=20)
    language: str = Field(default="zh", pattern="^(zh|en)$")
    organisation: PrintableLine = ""
    title: PrintableLine = ""
    schools: list[SchoolClaim] = Field(default=[], max_length=20)
    forums: list[str] = Field(default=[], max_length=MOST_FORUMS)
    answers: dict[str, str | bool | int | list[str] | None] = Field(default={}, max_length=100)
    consent: bool
    consents: ConsentWishes = ConsentWishes()
    invitation: str | None = Field(default=None, max_length=100)

    @field_validator("consent")
    @classmethod
    def _agreed(cls, value: bool) -> bool:
        if not value:
            raise ValueError(str(_("Without this consent nobody can be registered.")))
        return value

    @model_validator(mode="after")
    def _reachable(self) -> "NewRegistration":
        if not self.email and not self.phone:
            raise ValueError(str(_("An e-mail address or a phone number is needed.")))
        return self


class ConsentChanges(Body):
    share_with_place: bool | None = None
    publish: bool | None = None
    photo: bool | None = None
    keep_after: bool | None = None


class RegistrationChange(Body):
    name: PrintableName | None = None
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    language: str | None = Field(default=None, pattern="^(zh|en)$")
    category: str | None = Field(default=None, max_length=20)
    organisation: PrintableLine | None = None
    title: PrintableLine | None = None
    schools: list[SchoolClaim] | None = Field(default=None, max_length=20)
    forums: list[str] | None = Field(default=None, max_length=MOST_FORUMS)
    answers: dict[str, str | bool | int | list[str] | None] | None = Field(default=None, max_length=100)
    consent: bool | None = None
    consents: ConsentChanges | None = None
    invitation: str | None = Field(default=None, max_length=100)

    @field_validator("consent")
    @classmethod
    def _agreed(cls, value: bool | None) -> bool | None:
        if value is False:
            raise ValueError(str(_("Without this consent nobody can be registered.")))
        return value


class Reason(Body):
    reason: NonEmptyLine


class HoldingOut(Answer):
    slug: str
    status: str
    position: int | None = None


class BadgeOut(Answer):
    token: str
    number: int


class Links(Answer):
    self: str
    badge_pdf: str
    agenda_pdf: str
    agenda_ics: str


class RegistrationOut(Answer):
    code: str
    status: str
    name: str
    organisation: str
    title: str
    delegation: str
    category: str
    language: str
    forums: list[HoldingOut]
    badge: BadgeOut | None
    links: Links


class RegistrationList(Answer):
    items: list[RegistrationOut]
    next: str | None


class RegistrationQuery(ListQuery):
    q: str | None = Field(default=None, max_length=200)
    status: Status | None = None
    forum: str | None = Field(default=None, max_length=60)


def registration_out(call: Call, registration: Registration) -> RegistrationOut:
    return _out(call, registration, waitlist_positions(call.session, registration.holdings))


def _out(call: Call, registration: Registration, positions: Mapping[int, int]) -> RegistrationOut:
    badge = standing_badge(registration)
    here = f"/api/v1/congresses/{call.path['slug']}/registrations/{registration.code}"
    return RegistrationOut(
        code=registration.code,
        status=registration.status,
        name=registration.name,
        organisation=registration.organisation,
        title=registration.title,
        delegation=registration.delegation,
        category=registration.category.slug,
        language=registration.language,
        forums=[
            HoldingOut(slug=held.forum.slug, status=held.status, position=positions.get(held.id))
            for held in registration.holdings
        ],
        badge=BadgeOut(token=badge_token(badge, registration.congress), number=badge.number) if badge else None,
        links=Links(
            self=here,
            badge_pdf=f"{here}/badge.pdf",
            agenda_pdf=f"{here}/agenda.pdf",
            agenda_ics=f"{here}/agenda.ics",
        ),
    )


def own_or_any(call: Call) -> Registration:
    return visible_registration(call.session, call.actor, call.path["slug"], call.path["code"])


@endpoint(
    blueprint, "POST", BASE, access=is_organiser | is_alumnus, scope="registrations:write", body=NewRegistration,
    answer=RegistrationOut, status=201,
    errors=[NotFound, RegistrationClosed, AlreadyRegistered, ForumPast, ForumFull, ForumsOverlap],
)  # fmt: skip
def post_registration(call: Call) -> RegistrationOut:
    """Register somebody: all the forums asked for, or nothing."""
    organises = is_organiser(call.actor)
    find = congress_by_slug if organises else released_congress
    congress = find(call.session, call.path["slug"])
    body: NewRegistration = call.body
    if not organises:
        _check_own_address(call, body)
    invitation = open_invitation(call.session, congress.id, body.invitation, now=call.now) if body.invitation else None
    wish = Wish(
        person=PersonFacts(
            name=body.name, email=body.email, phone=body.phone, organisation=body.organisation, title=body.title
        ),
        category=invitation.category if invitation else _category(call, congress, body.category, organises=organises),
        language=body.language,
        schools=_schools(call, body.schools),
        forums=_forums(body.forums),
        answers=body.answers,
        consents={Purpose(name): agreed for name, agreed in body.consents.model_dump().items()},
        user_id=None if organises else call.actor.user_id,
        invitation=invitation,
    )
    with _naming_forums():
        made = register_person(call.session, congress, wish, by=call.actor, now=call.now)
    return registration_out(call, made)


@contextmanager
def _naming_forums() -> Iterator[None]:
    """A forum that a body names and that is not there is a fault of the body, not of the address."""
    try:
        yield
    except NoSuchForum as error:
        raise Invalid.field("forums", str(error)) from error


def _check_own_address(call: Call, body: NewRegistration) -> None:
    """An alumnus registers with an address that is proven to be theirs."""
    if not {body.email, body.phone} & call.actor.addresses:
        raise Forbidden(_("You can register yourself alone, with the address you signed in with."))


def _category(call: Call, congress: Congress, slug: str, *, organises: bool) -> Category:
    category = category_by_slug(call.session, congress.id, slug)
    if category is None:
        raise Invalid.field("category", _("There is no such category."))
    if category.slug != "guest" and not organises:
        raise Forbidden(_("Only the organiser gives another category than guest."))
    return category


def _schools(call: Call, claims: list[SchoolClaim]) -> list[Learned]:
    found = []
    for position, claim in enumerate(claims):
        school = resolve_school(call.session, claim.code)
        if school is None:
            raise Invalid.field(f"schools.{position}.code", _("There is no such school."))
        found.append(Learned(school, claim.graduated, claim.degree or ""))
    return found


def _forums(slugs: list[str]) -> list[str]:
    require_forum_slugs(slugs)
    return slugs


@endpoint(
    blueprint, "GET", BASE, access=is_organiser, scope="registrations:read", query=RegistrationQuery,
    answer=RegistrationList, errors=[NotFound],
)  # fmt: skip
def list_registrations(call: Call) -> RegistrationList:
    """Registrations in the order in which they came, narrowed by `q`, `status` and `forum`."""
    congress = congress_by_slug(call.session, call.path["slug"])
    wish = Filter(q=call.query.q, status=call.query.status, forum=call.query.forum)
    found = find_registrations(call.session, congress.id, wish, whole=True)
    page = paginate(call.session, found.statement, [Registration.id], limit=call.query.limit, cursor=call.query.cursor)
    positions = waitlist_positions(call.session, [held for one in page.items for held in one.holdings])
    return RegistrationList(items=[_out(call, one, positions) for one in page.items], next=page.next)


@endpoint(
    blueprint, "GET", ONE, access=anybody_signed_in, scope="registrations:read", answer=RegistrationOut,
    errors=[NotFound],
)  # fmt: skip
def get_registration(call: Call) -> RegistrationOut:
    """One registration: the organiser's to see, and its person's."""
    return registration_out(call, own_or_any(call))


@endpoint(
    blueprint, "PATCH", ONE, access=anybody_signed_in, scope="registrations:write", body=RegistrationChange,
    answer=RegistrationOut, errors=[NotFound, StateRefused, ForumPast, ForumFull, ForumsOverlap],
)  # fmt: skip
def patch_registration(call: Call) -> RegistrationOut:
    """Merge fields; `forums` and `schools` are the whole lists wanted afterwards."""
    registration = own_or_any(call)
    changes: dict[str, Any] = call.body.model_dump(exclude_unset=True)
    empty = next((name for name, value in changes.items() if value is None), None)
    if empty:
        raise Invalid.field(empty, _("This field is needed."))
    if "forums" in changes:
        _forums(changes["forums"])
    if "invitation" in changes:
        raise Invalid.field("invitation", _("An invitation is used when somebody registers."))
    organises = is_organiser(call.actor)
    if not organises and not {changes[key] for key in ("email", "phone") if key in changes} <= call.actor.addresses:
        raise Forbidden(_("Only an address that you signed in with can be yours."))
    if "category" in changes:
        changes["category"] = _category(call, registration.congress, changes["category"], organises=organises)
    if "schools" in changes:
        changes["schools"] = _schools(call, call.body.schools)
    if "consents" in changes:
        wishes = changes["consents"].items()
        changes["consents"] = {Purpose(name): agreed for name, agreed in wishes if agreed is not None}
    with _naming_forums():
        changed = change_registration(call.session, registration, changes, by=call.actor, now=call.now)
    return registration_out(call, changed)


@endpoint(
    blueprint, "POST", f"{ONE}/cancel", access=anybody_signed_in, scope="registrations:write",
    answer=RegistrationOut, errors=[NotFound],
)  # fmt: skip
def post_cancel(call: Call) -> RegistrationOut:
    """Cancel everything; freed seats go to those who wait."""
    return registration_out(call, cancel_registration(call.session, own_or_any(call), by=call.actor, now=call.now))


@endpoint(
    blueprint, "POST", f"{ONE}/badge", access=is_organiser, scope="registrations:write", body=Reason,
    answer=RegistrationOut, status=201, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_badge(call: Call) -> RegistrationOut:
    """A new badge; the old one is void from this moment."""
    registration = own_or_any(call)
    reissue_badge(
        call.session, registration, registration.category, reason=call.body.reason, by=call.actor, now=call.now
    )
    call.session.expire(registration, ["badges"])
    return registration_out(call, own_or_any(call))
