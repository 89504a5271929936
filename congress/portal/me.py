"""`/me`: one's registration, agenda and badge, and every change to them."""

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.alumni.models import Education
from congress.alumni.queries import educations_of
from congress.attendance.actions import is_over
from congress.attendance.register import presence_of
from congress.checkin.guest_queries import brought_ids
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.handbook.feeds import renew_feed
from congress.handbook.papers import (
    agenda_events,
    agenda_file,
    agenda_image,
    badge_file,
    badge_image,
    folded_agenda,
)
from congress.handbook.queries import feeds_of
from congress.notifications.queries import bouncing_addresses
from congress.payments.queries import registrations_with_orders
from congress.programme.models import Congress
from congress.programme.queries import forum_by_slug, forums_of, the_congress
from congress.questions.queries import every_sheet_of, follow_up_sheets, released_form
from congress.questions.shown import answer_lines, kept_behind
from congress.questions.states import Kind
from congress.registration.actions import accept_offer, cancel_registration, change_registration
from congress.registration.choices import forum_choices
from congress.registration.forms import EmptyForm, ForumsForm, PersonForm
from congress.registration.liaisons import liaisons_of
from congress.registration.models import Registration
from congress.registration.queries import (
    own_registrations,
    registration_for,
    standing_badge,
    waitlist_positions,
)
from congress.seating.labels import seat_labels
from congress.settings import Settings
from congress.signing.agreements import agreement_file
from congress.signing.queries import as_alumnus, intention_for, own_intentions
from congress.stay.shown import stays_of

blueprint = Blueprint("me", __name__)


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


@blueprint.get("/me")
@requires(anybody_signed_in)
def me() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = own_registrations(session, current_actor(), congress.id)
        sheets = every_sheet_of(session, [registration.id for registration in found])
        holdings = [holding for registration in found for holding in registration.holdings]
        return render_template(
            "portal/me.html",
            congress=congress,
            registrations=found,
            bouncing=bouncing_addresses(session, [registration.email for registration in found]),
            seats=seat_labels(session, [registration.id for registration in found]),
            positions=waitlist_positions(session, holdings),
            badges={registration.id: standing_badge(registration) for registration in found},
            feeds=feeds_of(session, [registration.id for registration in found]),
            educations=_educations(session, found),
            intentions=own_intentions(session, as_alumnus(current_actor()), congress.id),
            answers={registration.id: answer_lines(sheets[registration.id]) for registration in found},
            files={registration.id: kept_behind(sheets[registration.id], Kind.FILE) for registration in found},
            follow_ups=follow_up_sheets(session, [registration.id for registration in found]),
            asked=released_form(session, congress.id) is not None,
            certified=_certified(session, congress, found),
            with_orders=registrations_with_orders(session, [registration.id for registration in found]),
            brought=brought_ids(session, [registration.id for registration in found]),
            stays=stays_of(session, [registration.id for registration in found]),
            liaisons=liaisons_of(session, [registration.id for registration in found]),
            has_wechat=current_app.extensions["settings"].wechat_app_id is not None,
            now=clock.now(),
        )


def _educations(session: Session, found: Sequence[Registration]) -> dict[int, list[Education]]:
    """Person → what they claim, of everybody whom these registrations speak of."""
    claims: dict[int, list[Education]] = {}
    for education in educations_of(session, [registration.person_id for registration in found]):
        claims.setdefault(education.person_id, []).append(education)
    return claims


def _certified(session: Session, congress: Congress, found: Sequence[Registration]) -> set[int]:
    """Those of the registrations whose people really came, once the congress is over."""
    if not is_over(congress, now=clock.now(), zone=zone()):
        return set()
    return {one.id for one in found if presence_of(session, congress.id, one.id)}


@blueprint.get("/me/intentions/<intention>/agreement.pdf")
@requires(anybody_signed_in)
def agreement(intention: str) -> ResponseReturnValue:
    """The agreement of something that one is named in."""
    with reading() as session:
        congress = the_congress(session)
        found = intention_for(session, as_alumnus(current_actor()), congress.slug, intention)
        settings: Settings = current_app.extensions["settings"]
        content = agreement_file(found, congress, settings, now=clock.now())
        return _file(content, "application/pdf", f"agreement-{found.public_id}.pdf")


def _file(content: bytes | None, media_type: str, name: str) -> Response:
    if content is None:
        raise NotFound
    response = Response(content, content_type=media_type)
    disposition = "inline" if media_type.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


@blueprint.get("/me/<code>/badge.pdf")
@requires(anybody_signed_in)
def badge_pdf(code: str) -> ResponseReturnValue:
    with reading() as session:
        return _file(badge_file(session, _own(session, code)), "application/pdf", f"badge-{code}.pdf")


@blueprint.get("/me/<code>/badge.png")
@requires(anybody_signed_in)
def badge_picture(code: str) -> ResponseReturnValue:
    with reading() as session:
        return _file(badge_image(session, _own(session, code)), "image/png", f"badge-{code}.png")


@blueprint.get("/me/<code>/agenda.pdf")
@requires(anybody_signed_in)
def agenda_pdf(code: str) -> ResponseReturnValue:
    with reading() as session:
        content = agenda_file(session, _own(session, code), now=clock.now())
        return _file(content, "application/pdf", f"agenda-{code}.pdf")


@blueprint.get("/me/<code>/agenda-a6.pdf")
@requires(anybody_signed_in)
def agenda_to_fold(code: str) -> ResponseReturnValue:
    with reading() as session:
        content = folded_agenda(session, _own(session, code), now=clock.now())
        return _file(content, "application/pdf", f"agenda-{code}-a6.pdf")


@blueprint.get("/me/<code>/agenda.png")
@requires(anybody_signed_in)
def agenda_picture(code: str) -> ResponseReturnValue:
    with reading() as session:
        return _file(agenda_image(session, _own(session, code), now=clock.now()), "image/png", f"agenda-{code}.png")


@blueprint.get("/me/<code>/agenda.ics")
@requires(anybody_signed_in)
def agenda_ics(code: str) -> ResponseReturnValue:
    with reading() as session:
        content = agenda_events(session, _own(session, code), now=clock.now())
        return _file(content, "text/calendar; charset=utf-8", f"agenda-{code}.ics")


@blueprint.post("/me/<code>/feed")
@requires(anybody_signed_in)
def new_feed(code: str) -> ResponseReturnValue:
    """A calendar address of one's own; asking again makes the one before useless."""
    with unit_of_work() as session:
        renew_feed(session, _own(session, code), now=clock.now())
    flash_done(_("The calendar address stands below."))
    return redirect(url_for("me.me"))


@blueprint.get("/me/<code>/edit")
@requires(anybody_signed_in)
def edit(code: str) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        return render_template(
            "portal/me_edit.html", form=PersonForm(formdata=None, obj=registration), registration=registration
        )


@blueprint.post("/me/<code>/edit")
@requires(anybody_signed_in)
def save(code: str) -> ResponseReturnValue:
    form = PersonForm()
    refused = None
    if submitted(form):
        try:
            with unit_of_work() as session:
                changes = {name: form[name].data for name in ("name", "organisation", "title", "language")}
                change_registration(session, _own(session, code), changes, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            refused = error
        else:
            flash_done(_("Your details are saved."))
            return redirect(url_for("me.me"))
    with reading() as session:
        page = render_template("portal/me_edit.html", form=form, registration=_own(session, code))
    return page, refused.status if refused else 422


@blueprint.get("/me/<code>/forums")
@requires(anybody_signed_in)
def choose(code: str) -> ResponseReturnValue:
    return _choose_page(code, ForumsForm(formdata=None))


def _choose_page(
    code: str, form: ForumsForm, status: int = 200, refused: DomainError | None = None
) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        held = {holding.forum.slug for holding in registration.holdings}
        chosen = set(form.forums.data or []) if refused else held
        forums = forums_of(session, registration.congress_id, released_only=True)
        choices = forum_choices(forums, chosen=chosen, refused=refused)
        page = render_template("portal/me_forums.html", form=form, registration=registration, choices=choices)
    return page, status


@blueprint.post("/me/<code>/forums")
@requires(anybody_signed_in)
def save_forums(code: str) -> ResponseReturnValue:
    form = ForumsForm()
    try:
        with unit_of_work() as session:
            wanted = list(dict.fromkeys(form.forums.data or []))
            change_registration(session, _own(session, code), {"forums": wanted}, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _choose_page(code, form, error.status, refused=error)
    flash_done(_("Your forums are saved."))
    return redirect(url_for("me.me"))


@blueprint.post("/me/<code>/offers/<forum>")
@requires(anybody_signed_in)
def take_offer(code: str, forum: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        registration = _own(session, code)
        offered = forum_by_slug(session, registration.congress_id, forum)
        accept_offer(session, registration, offered, now=clock.now())
    flash_done(_("The seat is yours."))
    return redirect(url_for("me.me"))


@blueprint.get("/me/<code>/cancel")
@requires(anybody_signed_in)
def ask_cancel(code: str) -> ResponseReturnValue:
    with reading() as session:
        return render_template("portal/me_cancel.html", form=EmptyForm(), registration=_own(session, code))


@blueprint.post("/me/<code>/cancel")
@requires(anybody_signed_in)
def cancel(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        cancel_registration(session, _own(session, code), by=current_actor(), now=clock.now())
    flash_done(_("Your registration is cancelled."))
    return redirect(url_for("me.me"))
