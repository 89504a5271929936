"""Registrations in the console: find, look at, decide, correct, register at the desk."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import InstrumentedAttribute, Session
from wtforms.fields.choices import SelectChoice

from congress.accounts.permissions import is_organiser
from congress.alumni.queries import educations_of, standing_consents
from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record, trail_of
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.notifications.queries import bouncing_addresses, messages_to
from congress.programme.queries import categories_of, forum_by_slug, forums_of, the_congress, tracks_of
from congress.questions.queries import every_sheet_of
from congress.questions.shown import answer_lines, kept_behind
from congress.questions.states import Kind
from congress.registration.actions import (
    approve_forum,
    cancel_registration,
    change_registration,
    decide_registration,
    register_person,
)
from congress.registration.badges import reissue_badge
from congress.registration.choices import forum_choices
from congress.registration.forms import ForumsForm, ReasonForm, StaffPersonForm, WalkInForm
from congress.registration.listed import REGISTRATIONS
from congress.registration.messages import tell_received
from congress.registration.models import Registration
from congress.registration.queries import (
    MOST_COUNTED,
    Filter,
    Found,
    find_registrations,
    holding_counts,
    registration_by_code,
    standing_badge,
    waitlist_positions,
)
from congress.registration.states import STATUS_NAMES
from congress.registration.tallies import status_tally
from congress.registration.waiting import waiting_line
from congress.registration.wishes import read_wish
from congress.schools.queries import school_names

blueprint = Blueprint("registration_staff", __name__)
LIST_SIZE = 50
ORDERS: dict[str, tuple[Sequence[InstrumentedAttribute[object]], bool]] = {
    "-came": ((Registration.id,), True),
    "came": ((Registration.id,), False),
    "strokes": ((Registration.stroke_key, Registration.id), False),
    "-strokes": ((Registration.stroke_key, Registration.id), True),
}


@blueprint.get("/console/registrations")
@requires(is_organiser)
def registrations() -> ResponseReturnValue:
    wish = Filter(**REGISTRATIONS.wish_of(request.args))
    sort = request.args.get("sort", "-came")
    keys, descending = ORDERS.get(sort, ORDERS["-came"])
    with reading() as session:
        congress = the_congress(session)
        found = find_registrations(session, congress.id, wish, whole=False)
        cursor = request.args.get("cursor")
        page = paginate(session, found.statement, keys, limit=LIST_SIZE, cursor=cursor, descending=descending)
        counts = status_tally(session, congress.id)
        forums = forums_of(session, congress.id)
        waited_for = next((one for one in forums if one.slug == wish.forum), None)
        return render_template(
            "registration/staff_list.html",
            line=waiting_line(session, waited_for, now=clock.now()) if waited_for else None,
            page=page,
            forums_held=holding_counts(session, [one.id for one in page.items]),
            total=_total(wish, found, counts),
            counts=counts,
            wish=wish,
            sort=sort if sort in ORDERS else "-came",
            statuses=STATUS_NAMES,
            categories=categories_of(session, congress.id),
            tracks=tracks_of(session, congress.id),
            forums=forums,
        )


def _total(wish: Filter, found: Found, counts: dict[str, int]) -> str:
    """How many there are, as the foot of the list says it."""
    if wish == Filter(status=wish.status):
        return f"{counts.get(wish.status, 0) if wish.status else sum(counts.values()):,}"
    return f"{MOST_COUNTED:,}+" if found.count is None else f"{found.count:,}"


def _categories(session: Session) -> list[SelectChoice]:
    found = categories_of(session, the_congress(session).id)
    return [SelectChoice(category.slug, pick(category.name_zh, category.name_en)) for category in found]


def _walk_in_page(
    session: Session, form: WalkInForm, status: int = 200, refused: DomainError | None = None
) -> ResponseReturnValue:
    congress = the_congress(session)
    choices = forum_choices(forums_of(session, congress.id), chosen=form.forums.data or [], refused=refused)
    schools = school_names(session)
    return render_template("registration/staff_walk_in.html", form=form, choices=choices, schools=schools), status


@blueprint.get("/console/registrations/new")
@requires(is_organiser)
def walk_in() -> ResponseReturnValue:
    form = WalkInForm(formdata=None, category="guest")
    with reading() as session:
        form.offer(_categories(session))
        return _walk_in_page(session, form)


@blueprint.post("/console/registrations/new")
@requires(is_organiser)
def add_walk_in() -> ResponseReturnValue:
    form = WalkInForm()
    with reading() as session:
        form.offer(_categories(session))
        if not submitted(form):
            return _walk_in_page(session, form, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            wish = read_wish(session, congress, form, category=form.category.data)
            made = register_person(session, congress, wish, by=current_actor(), now=clock.now(), walk_in=True)
            code, has_badge = made.code, standing_badge(made) is not None
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _walk_in_page(session, form, error.status, error)
    flash_done(_("Registered."))
    if request.form.get("then") == "print" and has_badge:
        return redirect(url_for("handbook_staff.badge_pdf", code=code))
    return redirect(url_for("registration_staff.registration", code=code))


def _found(session: Session, code: str) -> Registration:
    return registration_by_code(session, the_congress(session).id, code)


def _page(session: Session, found: Registration, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    consents = standing_consents(session, found.person_id)
    sheets = every_sheet_of(session, [found.id])[found.id]
    return (
        render_template(
            "registration/staff_one.html",
            registration=found,
            badge=standing_badge(found),
            positions=waitlist_positions(session, found.holdings),
            educations=educations_of(session, [found.person_id]),
            consents=[PURPOSE_TEXTS[Purpose(consent.purpose)] for consent in consents],
            bouncing=bouncing_addresses(session, [found.email]),
            messages=messages_to(session, [found.email, found.phone]),
            answers=answer_lines(sheets),
            files=kept_behind(sheets, Kind.FILE),
            numbers=kept_behind(sheets, Kind.IDENTITY),
            trail=trail_of(session, "registration", found.code),
            form=form,
        ),
        status,
    )


@blueprint.get("/console/registrations/<code>")
@requires(is_organiser)
def registration(code: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _found(session, code), ReasonForm(formdata=None))


@blueprint.get("/console/registrations/<code>/edit")
@requires(is_organiser)
def edit(code: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, code)
        form = StaffPersonForm(formdata=None, obj=found)
        form.offer(_categories(session))
        form.category.data = found.category.slug
        return render_template("registration/staff_edit.html", form=form, registration=found)


@blueprint.post("/console/registrations/<code>/edit")
@requires(is_organiser)
def save(code: str) -> ResponseReturnValue:
    form = StaffPersonForm()
    status = 422
    with reading() as session:
        form.offer(_categories(session))
    if submitted(form):
        try:
            with unit_of_work() as session:
                congress = the_congress(session)
                category = next(c for c in categories_of(session, congress.id) if c.slug == form.category.data)
                changes = {name: form[name].data for name in ("name", "organisation", "title", "language")}
                changes["category"] = category
                change_registration(session, _found(session, code), changes, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The details are saved."))
            return redirect(url_for("registration_staff.registration", code=code))
    with reading() as session:
        found = _found(session, code)
        return render_template("registration/staff_edit.html", form=form, registration=found), status


def _forums_page(
    code: str, form: ForumsForm, status: int = 200, refused: DomainError | None = None
) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, code)
        held = {holding.forum.slug for holding in found.holdings}
        forums = forums_of(session, found.congress_id)
        choices = forum_choices(forums, chosen=set(form.forums.data or []) if refused else held, refused=refused)
        return render_template("registration/staff_forums.html", form=form, registration=found, choices=choices), status


@blueprint.get("/console/registrations/<code>/forums")
@requires(is_organiser)
def choose(code: str) -> ResponseReturnValue:
    return _forums_page(code, ForumsForm(formdata=None))


@blueprint.post("/console/registrations/<code>/forums")
@requires(is_organiser)
def save_forums(code: str) -> ResponseReturnValue:
    form = ForumsForm()
    try:
        with unit_of_work() as session:
            wanted = list(dict.fromkeys(form.forums.data or []))
            change_registration(session, _found(session, code), {"forums": wanted}, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _forums_page(code, form, error.status, error)
    flash_done(_("The forums are saved."))
    return redirect(url_for("registration_staff.registration", code=code))


@blueprint.post("/console/registrations/<code>/accept")
@requires(is_organiser)
def accept(code: str) -> ResponseReturnValue:
    return _decide(code, accept=True)


@blueprint.post("/console/registrations/<code>/refuse")
@requires(is_organiser)
def refuse(code: str) -> ResponseReturnValue:
    return _decide(code, accept=False)


def _decide(code: str, *, accept: bool) -> ResponseReturnValue:
    with unit_of_work() as session:
        decide_registration(session, _found(session, code), accept=accept, by=current_actor(), now=clock.now())
    flash_done(_("It is done, and the person is told."))
    return redirect(url_for("registration_staff.registration", code=code))


@blueprint.post("/console/registrations/<code>/cancel")
@requires(is_organiser)
def cancel(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        cancel_registration(session, _found(session, code), by=current_actor(), now=clock.now())
    flash_done(_("It is done, and the person is told."))
    return redirect(url_for("registration_staff.registration", code=code))


@blueprint.post("/console/registrations/<code>/resend")
@requires(is_organiser)
def resend(code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        now = clock.now()
        tell_received(session, _found(session, code), now=now)
        record(session, current_actor(), "registration.resent", "registration", code, now=now)
    flash_done(_("The confirmation goes out again."))
    return redirect(url_for("registration_staff.registration", code=code))


@blueprint.post("/console/registrations/<code>/forums/<forum>/approve")
@requires(is_organiser)
def approve(code: str, forum: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = _found(session, code)
        wanted = forum_by_slug(session, found.congress_id, forum)
        approve_forum(session, found, wanted, by=current_actor(), now=clock.now())
    flash_done(_("The place is given."))
    return redirect(url_for("registration_staff.registration", code=code))


@blueprint.post("/console/registrations/<code>/badge")
@requires(is_organiser)
def reissue(code: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, code), form, 422)
    with unit_of_work() as session:
        found = _found(session, code)
        reason, by = form.reason.data, current_actor()
        reissue_badge(session, found, found.category, reason=reason, by=by, now=clock.now())
    flash_done(_("The new badge is valid; the old one is void from now on."))
    return redirect(url_for("registration_staff.registration", code=code))
