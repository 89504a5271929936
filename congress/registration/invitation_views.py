"""Invitations in the console: whom we asked, who has answered, and asking more."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, public_link, zone
from congress.foundation.paging import paginate
from congress.programme.queries import categories_of, category_by_slug, forum_by_slug, forums_of, the_congress
from congress.registration.forms import InviteForm
from congress.registration.invitation_queries import invitation_by_id, invitations_statement
from congress.registration.invitations import Guest, invite, revoke_invitation
from congress.registration.models import Invitation
from congress.registration.states import INVITATION_NAMES

blueprint = Blueprint("invitations_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/invitations")
@requires(is_organiser)
def invitations() -> ResponseReturnValue:
    asked, now = request.args, clock.now()
    q = (asked.get("q") or "").strip()[:200] or None
    state = asked.get("state") if asked.get("state") in {*INVITATION_NAMES} else None
    with reading() as session:
        statement = invitations_statement(the_congress(session).id, q=q, state=state, now=now)
        page = paginate(
            session, statement, [Invitation.id], limit=LIST_SIZE, cursor=asked.get("cursor"), descending=True
        )
        return render_template(
            "registration/staff_invitations.html", page=page, q=q, state=state, states=INVITATION_NAMES, now=now
        )


def _offer(session: Session, form: InviteForm) -> None:
    congress = the_congress(session)
    form.offer(
        [SelectChoice(one.slug, pick(one.name_zh, one.name_en)) for one in categories_of(session, congress.id)],
        [SelectChoice(one.slug, pick(one.title_zh, one.title_en)) for one in forums_of(session, congress.id)],
    )


@blueprint.get("/console/invitations/new")
@requires(is_organiser)
def new_invitations() -> ResponseReturnValue:
    with reading() as session:
        closes = the_congress(session).registration_closes_at.astimezone(zone())
        form = InviteForm(formdata=None, expires_at=closes.replace(tzinfo=None))
        _offer(session, form)
        return render_template("registration/staff_invite.html", form=form)


@blueprint.post("/console/invitations/new")
@requires(is_organiser)
def add_invitations() -> ResponseReturnValue:
    """Invite all of the lines or none; this answer alone shows the links."""
    form = InviteForm()
    with reading() as session:
        _offer(session, form)
        if not submitted(form):
            return render_template("registration/staff_invite.html", form=form), 422
    try:
        with unit_of_work() as session:
            links = _invite_all(session, form)
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return render_template("registration/staff_invite.html", form=form), error.status
    return render_template("registration/staff_invited.html", links=links)


def _invite_all(session: Session, form: InviteForm) -> list[tuple[str, str]]:
    """(name, link) of each guest."""
    congress, by, now = the_congress(session), current_actor(), clock.now()
    category = category_by_slug(session, congress.id, form.category.data)
    assert category is not None  # noqa: S101 -- the form offers what there is
    forum = forum_by_slug(session, congress.id, form.forum.data) if form.forum.data else None
    expires_at = form.expires_at.data.replace(tzinfo=zone())
    links = []
    for name, email, phone in form.lines():
        guest = Guest(
            label=name, category=category, forum=forum, email=email, phone=phone, language=form.language.data,
            expires_at=expires_at, uses=int(form.uses.data or 1),
        )  # fmt: skip
        _made, code = invite(session, congress, guest, by=by, now=now)
        links.append((name, public_link("registration.register", invitation=code)))
    return links


@blueprint.post("/console/invitations/<invitation>/revoke")
@requires(is_organiser)
def revoke(invitation: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = invitation_by_id(session, the_congress(session).id, invitation)
        revoke_invitation(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The invitation is withdrawn; its seat is free again."))
    return redirect(url_for("invitations_staff.invitations"))
