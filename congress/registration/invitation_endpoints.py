"""Invitations as JSON."""

from datetime import datetime

from flask import Blueprint, url_for
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.paging import ListQuery, paginate
from congress.programme.queries import category_by_slug, congress_by_slug, forum_by_slug
from congress.registration.errors import ForumFull
from congress.registration.invitation_queries import invitation_by_id, invitations_statement
from congress.registration.invitations import Guest, invite, revoke_invitation
from congress.registration.models import Invitation
from congress.registration.names import EmailAddress, PhoneNumber, PrintableLine
from congress.registration.states import MOST_USES, InvitationState

blueprint = Blueprint("invitations_api", __name__)
BASE = "/congresses/<slug>/invitations"


class NewInvitation(Body):
    label: PrintableLine = ""
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    language: str = Field(default="zh", pattern="^(zh|en)$")
    category: str = Field(default="guest", max_length=20)
    forum: str | None = Field(default=None, max_length=60)
    expires_at: AwareDatetime | None = None
    uses: int = Field(default=1, ge=1, le=MOST_USES)


class InvitationOut(Answer):
    id: str
    label: str
    category: str
    forum: str | None
    state: str
    expires_at: datetime
    uses: int
    used: int
    registration: str | None


class InvitationMade(InvitationOut):
    code: str
    link: str


class InvitationList(Answer):
    items: list[InvitationOut]
    next: str | None


class InvitationQuery(ListQuery, Query):
    q: str | None = Field(default=None, max_length=200)
    state: InvitationState | None = None


def invitation_out(found: Invitation, now: datetime) -> InvitationOut:
    return InvitationOut(
        id=found.public_id,
        label=found.label,
        category=found.category.slug,
        forum=found.forum.slug if found.forum else None,
        state=found.state(now),
        expires_at=found.expires_at,
        uses=found.uses,
        used=found.used,
        registration=found.registration.code if found.registration else None,
    )


@endpoint(
    blueprint, "POST", BASE, access=is_organiser, scope="registrations:write", body=NewInvitation,
    answer=InvitationMade, status=201, errors=[NotFound, ForumFull],
)  # fmt: skip
def post_invitation(call: Call) -> InvitationMade:
    """Invite somebody: the code is told this once; a forum's seat is reserved until it expires."""
    congress, body = congress_by_slug(call.session, call.path["slug"]), call.body
    category = category_by_slug(call.session, congress.id, body.category)
    if category is None:
        raise Invalid.field("category", _("There is no such category."))
    guest = Guest(
        label=body.label, category=category, email=body.email, phone=body.phone, language=body.language,
        forum=forum_by_slug(call.session, congress.id, body.forum) if body.forum else None,
        expires_at=body.expires_at or congress.registration_closes_at, uses=body.uses,
    )  # fmt: skip
    made, code = invite(call.session, congress, guest, by=call.actor, now=call.now)
    found = invitation_by_id(call.session, congress.id, made.public_id)
    told = invitation_out(found, call.now).model_dump()
    return InvitationMade(**told, code=code, link=url_for("registration.register", invitation=code))


@endpoint(
    blueprint, "GET", BASE, access=is_organiser, scope="registrations:read", query=InvitationQuery,
    answer=InvitationList, errors=[NotFound],
)  # fmt: skip
def list_invitations(call: Call) -> InvitationList:
    """Invitations in the order in which they were made, narrowed by `q` and `state`."""
    congress = congress_by_slug(call.session, call.path["slug"])
    statement = invitations_statement(congress.id, q=call.query.q, state=call.query.state, now=call.now)
    page = paginate(call.session, statement, [Invitation.id], limit=call.query.limit, cursor=call.query.cursor)
    return InvitationList(items=[invitation_out(found, call.now) for found in page.items], next=page.next)


@endpoint(
    blueprint, "POST", f"{BASE}/<invitation>/revoke", access=is_organiser, scope="registrations:write",
    answer=InvitationOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_revoke(call: Call) -> InvitationOut:
    """Withdraw an invitation that is still open; its seat is free again."""
    congress = congress_by_slug(call.session, call.path["slug"])
    found = invitation_by_id(call.session, congress.id, call.path["invitation"])
    revoke_invitation(call.session, found, by=call.actor, now=call.now)
    return invitation_out(invitation_by_id(call.session, congress.id, found.public_id), call.now)
