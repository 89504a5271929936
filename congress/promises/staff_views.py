"""Promises in the console: overdue first, recorded at their intention, moved by the office that owns them."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.money import in_wan
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.uploads import keep_uploads, path_of
from congress.programme.queries import the_congress
from congress.promises.actions import change_promise, may_work, move_promise, record_promise
from congress.promises.forms import AskInvestorForm, MoveForm, PromiseForm
from congress.promises.links import ask_investor
from congress.promises.models import Promise
from congress.promises.permissions import works
from congress.promises.queries import evidence_of, promise_for, promises_of, promises_statement
from congress.promises.states import LEVEL_NAMES, OPEN_STATES, STATE_NAMES, TRANSITIONS, PromiseState
from congress.schools.queries import all_divisions
from congress.settings import Settings
from congress.signing.links import typed_ways
from congress.signing.models import Intention
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intention_for
from congress.signing.states import State

blueprint = Blueprint("promises_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/promises")
@requires(sees_at_a_desk)
def promises() -> ResponseReturnValue:
    asked = request.args.get("state", "open")
    with reading() as session:
        actor, today = current_actor(), local_day(clock.now(), zone())
        statement = promises_statement(
            actor, the_congress(session).id, state=asked if asked in {*PromiseState} else None,
            is_open=asked == "open", before=today if asked == "overdue" else None,
        )  # fmt: skip
        cursor = request.args.get("cursor")
        page = paginate(session, statement, [Promise.due_on, Promise.id], limit=LIST_SIZE, cursor=cursor)
        return render_template(
            "promises/staff_list.html", page=page, state=asked, states=STATE_NAMES, today=today,
        )  # fmt: skip


def _offices(session: Session) -> list[str]:
    actor = current_actor()
    return [one.name for one in all_divisions(session) if one.kind != "statistical" and may_work(actor, one)]


def _intention(session: Session, public_id: str) -> Intention:
    return intention_for(session, current_actor(), the_congress(session).slug, public_id)


def _intention_page(session: Session, found: Intention, form: PromiseForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "promises/staff_intention.html", intention=found, promises=promises_of(session, found.id), form=form,
        states=STATE_NAMES, today=local_day(clock.now(), zone()), offices=_offices(session),
        ended=found.state == State.ENDED,
    )  # fmt: skip
    return page, status


@blueprint.get("/console/intentions/<intention>/promises")
@requires(sees_at_a_desk)
def of_intention(intention: str) -> ResponseReturnValue:
    with reading() as session:
        return _intention_page(session, _intention(session, intention), PromiseForm(formdata=None))


@blueprint.post("/console/intentions/<intention>/promises")
@requires(works)
def add_promise(intention: str) -> ResponseReturnValue:
    form = PromiseForm()
    if not submitted(form):
        with reading() as session:
            return _intention_page(session, _intention(session, intention), form, 422)
    try:
        with unit_of_work() as session:
            record_promise(session, _intention(session, intention), form.facts(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _intention_page(session, _intention(session, intention), form, error.status)
    flash_done(_("The promise is recorded."))
    return redirect(url_for("promises_staff.of_intention", intention=intention))


def _found(session: Session, public_id: str) -> Promise:
    return promise_for(session, current_actor(), the_congress(session), public_id)


def _move_form(found: Promise, form: MoveForm) -> MoveForm:
    form.offer(TRANSITIONS[PromiseState(found.state)])
    return form


def _page(
    found: Promise, form: MoveForm, status: int = 200, *, asking: AskInvestorForm | None = None
) -> ResponseReturnValue:  # fmt: skip
    mine = may_work(current_actor(), found.office)
    page = render_template(
        "promises/staff_one.html", found=found, form=form, states=STATE_NAMES, may_move=mine,
        may_ask=mine and found.state == PromiseState.KEPT, asking=asking or AskInvestorForm(formdata=None),
        levels=LEVEL_NAMES, may_change=mine and found.state in OPEN_STATES,
        overdue=found.is_overdue(local_day(clock.now(), zone())),
    )  # fmt: skip
    return page, status


@blueprint.get("/console/promises/<promise>")
@requires(sees_at_a_desk)
def promise(promise: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, promise)
        return _page(found, _move_form(found, MoveForm(formdata=None)))


@blueprint.post("/console/promises/<promise>")
@requires(works)
def move(promise: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, promise)
        form = _move_form(found, MoveForm())
        if not submitted(form):
            return _page(found, form, 422)
    try:
        with unit_of_work() as session:
            found, new = _found(session, promise), PromiseState(form.state.data)
            settings, by, now = _settings(), current_actor(), clock.now()
            evidence = keep_uploads(
                session, form.evidence.data or [], by, folder=settings.instance_dir / "uploads",
                largest=settings.max_upload_bytes, now=now,
            )  # fmt: skip
            move_promise(session, found, new, form.reason.data, by=by, now=now, evidence=evidence)
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(_found(session, promise), form, error.status)
    flash_done(_("The promise is moved on."))
    return redirect(url_for("promises_staff.promise", promise=promise))


@blueprint.post("/console/promises/<promise>/ask")
@requires(works)
def ask(promise: str) -> ResponseReturnValue:
    """Send the link; a code that no other way leads to is shown here once, to be told by mouth."""
    form = AskInvestorForm()
    if not submitted(form):
        return _asked_again(promise, form, 422)
    try:
        with unit_of_work() as session:
            ways = typed_ways(form.email.data, form.phone.data)
            code = ask_investor(session, _found(session, promise), ways, by=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        form.show(error)
        return _asked_again(promise, form, error.status)
    if code is None:
        flash_done(_("The link is on its way by mail, its code by SMS."))
    else:
        flash_done(_("The link is on its way. Tell the investor this code, by another way: %(code)s", code=code))
    return redirect(url_for("promises_staff.promise", promise=promise))


def _asked_again(promise: str, asking: AskInvestorForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, promise)
        return _page(found, _move_form(found, MoveForm(formdata=None)), status, asking=asking)


@blueprint.get("/console/promises/<promise>/evidence/<upload>")
@requires(sees_at_a_desk)
def evidence(promise: str, upload: str) -> ResponseReturnValue:
    """A file of a step, always a download."""
    with reading() as session:
        found = evidence_of(_found(session, promise), upload)
        if found is None:
            raise NotFound
        content = path_of(_settings().instance_dir / "uploads", found).read_bytes()
        response = Response(content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.public_id}"'
    return response


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _edit_page(session: Session, found: Promise, form: PromiseForm, status: int = 200) -> ResponseReturnValue:
    return render_template("promises/staff_edit.html", found=found, form=form, offices=_offices(session)), status


@blueprint.get("/console/promises/<promise>/edit")
@requires(works)
def edit(promise: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, promise)
        typed = {name: getattr(found, name) for name in ("text", "due_on", "basis", "review_number")}
        amount = None if found.amount_fen is None else in_wan(found.amount_fen)
        return _edit_page(session, found, PromiseForm(formdata=None, office=found.office.name, amount=amount, **typed))


@blueprint.post("/console/promises/<promise>/edit")
@requires(works)
def save(promise: str) -> ResponseReturnValue:
    form = PromiseForm()
    if not submitted(form):
        with reading() as session:
            return _edit_page(session, _found(session, promise), form, 422)
    try:
        with unit_of_work() as session:
            change_promise(session, _found(session, promise), form.facts(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _edit_page(session, _found(session, promise), form, error.status)
    flash_done(_("The promise is saved."))
    return redirect(url_for("promises_staff.promise", promise=promise))
