"""Companions as JSON."""

from typing import Literal

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_alumnus, is_organiser
from congress.checkin.companions import Brought, bring_along, places_left
from congress.checkin.errors import TooManyCompanions
from congress.checkin.guest_queries import brought_by
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.registration.errors import AlreadyRegistered, RegistrationClosed
from congress.registration.models import Registration
from congress.registration.names import PrintableLine
from congress.registration.queries import visible_registration

blueprint = Blueprint("companions_api", __name__)
BASE = "/congresses/<slug>/registrations/<code>/companions"
may_bring = is_organiser | is_alumnus


class NewCompanion(Body):
    name: PrintableLine = Field(min_length=1)
    organisation: PrintableLine = ""
    language: str = Field(default="zh", pattern="^(zh|en)$")
    consent: Literal[True]
    under_age: bool = False
    # asked for where they are under age
    guardian_consent: bool = False


class CompanionOut(Answer):
    code: str
    name: str
    status: str
    under_age: bool


class CompanionList(Answer):
    items: list[CompanionOut]
    # how many more may come
    left: int


def _host(call: Call) -> Registration:
    return visible_registration(call.session, call.actor, call.path["slug"], call.path["code"])


@endpoint(
    blueprint, "GET", BASE, access=may_bring, scope="registrations:read", answer=CompanionList, errors=[NotFound]
)  # fmt: skip
def get_companions(call: Call) -> CompanionList:
    """Whom somebody brings along, and how many more their category allows."""
    host = _host(call)
    items = [
        CompanionOut(
            code=one.registration.code, name=one.registration.name, status=one.registration.status,
            under_age=one.under_age,
        )
        for one in brought_by(call.session, host.id)
    ]  # fmt: skip
    return CompanionList(items=items, left=places_left(call.session, host))


@endpoint(
    blueprint, "POST", BASE, access=may_bring, scope="registrations:write", body=NewCompanion, answer=CompanionOut,
    status=201, errors=[NotFound, StateRefused, TooManyCompanions, RegistrationClosed, AlreadyRegistered],
)  # fmt: skip
def post_companion(call: Call) -> CompanionOut:
    """Register somebody who comes along: a guest with a badge of their own, let in by the same scan."""
    body: NewCompanion = call.body
    if body.under_age and not body.guardian_consent:
        raise Invalid.field("guardian_consent", _("For somebody under 18 a guardian has to agree."))
    who = Brought(
        name=body.name, organisation=body.organisation, language=body.language, under_age=body.under_age
    )  # fmt: skip
    made = bring_along(call.session, _host(call), who, by=call.actor, now=call.now)
    return CompanionOut(code=made.code, name=made.name, status=made.status, under_age=body.under_age)
