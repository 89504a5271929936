"""Delegations as JSON: given places, and their people named, brought as a list, replaced and withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_division, is_organiser, is_school
from congress.alumni.actions import PersonFacts
from congress.delegations.actions import (
    Nomination,
    Terms,
    grant_delegation,
    nominate,
    replace_nominee,
    withdraw_nominee,
)
from congress.delegations.errors import DelegationClosed, QuotaFull
from congress.delegations.lists import import_nominees
from congress.delegations.models import Delegation, Nominee
from congress.delegations.queries import (
    delegation_for,
    delegations_of,
    nominee_by_code,
    nominees_of,
    progress_of,
)
from congress.delegations.states import LAST_RANK, MOST_PLACES, Unit
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.pages import public_link, zone
from congress.foundation.tables import ImportReport, Problem, Row
from congress.foundation.texts import Line, NonEmptyLine
from congress.programme.models import Category, Congress
from congress.programme.queries import category_by_slug, congress_by_slug
from congress.registration.errors import AlreadyRegistered
from congress.registration.names import EmailAddress, PhoneNumber, PrintableLine, PrintableName

blueprint = Blueprint("delegations_api", __name__)
BASE = "/congresses/<slug>/delegations"
PEOPLE = f"{BASE}/<delegation>/nominees"
ONE = f"{PEOPLE}/<nominee>"
# whoever answers for a delegation; another's is not found
OWN = is_organiser | is_school | is_division
LANGUAGE = Field(default="zh", pattern="^(zh|en)$")
COLUMNS = ["name", "organisation", "title", "category", "phone", "email"]
MOST_AT_ONCE = 500


class NewDelegation(Body):
    """`name` is the name or code of a school or place, or what another unit is called; `places` by category."""

    unit: Unit = Field(strict=False)
    name: NonEmptyLine
    contact_name: NonEmptyLine
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    language: str = LANGUAGE
    deadline: AwareDatetime
    places: dict[str, int] = Field(max_length=100)


class PersonIn(Body):
    name: PrintableName
    organisation: PrintableLine = ""
    title: PrintableLine = ""
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    language: str = LANGUAGE

    def facts(self, delegation: Delegation) -> PersonFacts:
        return PersonFacts(
            name=self.name, email=self.email, phone=self.phone, organisation=self.organisation or delegation.name,
            title=self.title,
        )  # fmt: skip


class NewNominee(PersonIn):
    category: str = Field(default="guest", max_length=20)
    is_head: bool = False
    rank: int | None = Field(default=None, ge=1, le=LAST_RANK)


class ListedPerson(Body):
    """One line of a list, as a file would have it; without a category that of the delegation's only places."""

    name: Line
    organisation: Line = ""
    title: Line = ""
    category: Line = ""
    phone: Line = ""
    email: Line = ""


class NewList(Body):
    people: list[ListedPerson] = Field(min_length=1, max_length=MOST_AT_ONCE)


class PlacesOut(Answer):
    category: str
    places: int
    used: int


class DelegationOut(Answer):
    id: str
    unit: Unit
    unit_code: str
    name: str
    contact_name: str
    deadline: datetime
    places: list[PlacesOut]
    nominated: int
    completed: int
    confirmed: int
    arrived: int


class DelegationMade(DelegationOut):
    """`link` is the contact's own and told this once."""

    link: str


class DelegationList(Answer):
    items: list[DelegationOut]
    next: str | None


class NomineeOut(Answer):
    """`registration` names the place; it stays when somebody else takes it over."""

    registration: str
    name: str
    organisation: str
    title: str
    category: str
    is_head: bool
    rank: int | None
    completed: bool


class NomineeList(Answer):
    items: list[NomineeOut]
    next: str | None


class ListStored(Answer):
    created: int
    changed: int
    unchanged: int
    problems: list[Problem]


def _out(delegation: Delegation, progress: Mapping[int, Any]) -> dict[str, Any]:
    done = progress.get(delegation.id)
    steps = ("nominated", "completed", "confirmed", "arrived")
    return {
        "id": delegation.public_id, "unit": Unit(delegation.unit), "unit_code": delegation.unit_code,
        "name": delegation.name, "contact_name": delegation.contact_name,
        "deadline": delegation.deadline.astimezone(zone()),
        "places": [
            PlacesOut(category=quota.category.slug, places=quota.places, used=quota.used)
            for quota in delegation.quotas
        ],
    } | {step: getattr(done, step) if done else 0 for step in steps}  # fmt: skip


def _nominee_out(nominee: Nominee) -> NomineeOut:
    held = nominee.registration
    return NomineeOut(
        registration=held.code, name=held.name, organisation=held.organisation, title=held.title,
        category=held.category.slug, is_head=nominee.is_head, rank=nominee.rank,
        completed=nominee.completed_at is not None,
    )  # fmt: skip


def _congress(call: Call) -> Congress:
    return congress_by_slug(call.session, call.path["slug"])


def _found(call: Call) -> Delegation:
    return delegation_for(call.session, _congress(call).id, call.path["delegation"], call.actor)


def _category(call: Call, congress: Congress, slug: str, field: str) -> Category:
    found = category_by_slug(call.session, congress.id, slug)
    if found is None:
        raise Invalid.field(field, _("There is no such category."))
    return found


@endpoint(
    blueprint, "GET", BASE, access=OWN, scope="registrations:read", answer=DelegationList, errors=[NotFound]
)  # fmt: skip
def list_delegations(call: Call) -> DelegationList:
    """The delegations that one answers for, the next deadline first, with places and how far they are."""
    congress = _congress(call)
    progress = progress_of(call.session, congress.id)
    found = delegations_of(call.session, congress.id, call.actor)
    return DelegationList(items=[DelegationOut(**_out(one, progress)) for one in found], next=None)


@endpoint(
    blueprint, "POST", BASE, access=is_organiser, scope="registrations:write", body=NewDelegation,
    answer=DelegationMade, status=201, errors=[NotFound],
)  # fmt: skip
def post_delegation(call: Call) -> DelegationMade:
    """Give a unit places by category; its contact is written to."""
    congress, body = _congress(call), call.body
    if not all(0 <= count <= MOST_PLACES for count in body.places.values()):
        raise Invalid.field("places", _("Between 0 and 10000."))
    terms = Terms(
        unit=body.unit, name=body.name, contact_name=body.contact_name, email=body.email, phone=body.phone,
        language=body.language, deadline=body.deadline,
        places={_category(call, congress, slug, "places"): count for slug, count in body.places.items()},
    )  # fmt: skip
    made, code = grant_delegation(call.session, congress, terms, by=call.actor, now=call.now)
    call.session.expire(made)
    told = _out(delegation_for(call.session, congress.id, made.public_id, call.actor), {})
    return DelegationMade(**told, link=public_link("delegations.delegation", delegation=code))


@endpoint(
    blueprint, "GET", PEOPLE, access=OWN, scope="registrations:read", answer=NomineeList, errors=[NotFound]
)  # fmt: skip
def list_nominees(call: Call) -> NomineeList:
    """Who stands in a delegation: the head, then by the rank given by hand, then by the strokes of the name."""
    found = nominees_of(call.session, _found(call).id)
    return NomineeList(items=[_nominee_out(one) for one in found], next=None)


@endpoint(
    blueprint, "POST", PEOPLE, access=OWN, scope="registrations:write", body=NewNominee, answer=NomineeOut, status=201,
    errors=[NotFound, QuotaFull, DelegationClosed, AlreadyRegistered],
)  # fmt: skip
def post_nominee(call: Call) -> NomineeOut:
    """Name somebody on a place of the delegation; whoever has an address completes their own data by a link."""
    congress, delegation, body = _congress(call), _found(call), call.body
    wanted = Nomination(
        person=body.facts(delegation), category=_category(call, congress, body.category, "category"),
        language=body.language, is_head=body.is_head, rank=body.rank,
    )  # fmt: skip
    named = nominate(call.session, congress, delegation, wanted, by=call.actor, now=call.now)
    return _nominee_out(named)


@endpoint(
    blueprint, "POST", f"{PEOPLE}/import", access=OWN, scope="registrations:write", body=NewList, answer=ListStored,
    errors=[NotFound, DelegationClosed],
)  # fmt: skip
def post_list(call: Call) -> dict[str, object]:
    """Name everybody on a list, or nobody; problems are told by row, counted from 1. The same list twice changes
    nothing.
    """
    rows = [Row(number, one.model_dump()) for number, one in enumerate(call.body.people, start=1)]
    report = import_nominees(
        call.session, _congress(call), _found(call), COLUMNS, rows, ImportReport(), by=call.actor, now=call.now
    )
    return report.as_json()


@endpoint(
    blueprint, "POST", f"{ONE}/replace", access=OWN, scope="registrations:write", body=PersonIn, answer=NomineeOut,
    errors=[NotFound, DelegationClosed, StateRefused, AlreadyRegistered],
)  # fmt: skip
def post_replacement(call: Call) -> NomineeOut:
    """Somebody else takes over the place; the old badge is void from this moment."""
    delegation, body = _found(call), call.body
    found = nominee_by_code(call.session, delegation.id, call.path["nominee"])
    person = body.facts(delegation)
    replace_nominee(call.session, found, person, language=body.language, by=call.actor, now=call.now)
    return _nominee_out(found)


@endpoint(
    blueprint, "POST", f"{ONE}/withdraw", access=OWN, scope="registrations:write", answer=NomineeOut,
    errors=[NotFound, StateRefused],
)  # fmt: skip
def post_withdrawal(call: Call) -> NomineeOut:
    """Take somebody off the list; their registration is cancelled and the place is free again."""
    found = nominee_by_code(call.session, _found(call).id, call.path["nominee"])
    withdraw_nominee(call.session, found, by=call.actor, now=call.now)
    return _nominee_out(found)
