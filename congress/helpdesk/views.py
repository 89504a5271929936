"""`/service/`: one's own calls, and for officers everybody's."""

from collections.abc import Callable

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor, anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, language
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.helpdesk.actions import (
    close_call,
    hand_back,
    make_call,
    note_on_call,
    reopen_call,
    solve_call,
    take_call,
    withdraw_call,
)
from congress.helpdesk.errors import NoSuchCall
from congress.helpdesk.forms import CallForm, CloseForm, NoteForm
from congress.helpdesk.models import HelpCall
from congress.helpdesk.permissions import answers_calls
from congress.helpdesk.queries import call_for, calls_statement, desk_figures
from congress.helpdesk.rules import is_late
from congress.helpdesk.states import FIELD_NAMES, STATE_NAMES, STEP_NAMES, CallState
from congress.programme.queries import the_congress
from congress.schools.queries import all_divisions
from congress.settings import Settings

blueprint = Blueprint("helpdesk", __name__)
LIST_SIZE = 50


@blueprint.get("/service/")
@requires(anybody_signed_in)
def calls() -> ResponseReturnValue:
    """For officers what waits longest first; for everybody else their own."""
    state = request.args.get("state") if request.args.get("state") in {*CallState} else None
    with reading() as session:
        congress, actor, now = the_congress(session), current_actor(), clock.now()
        page = paginate(
            session, calls_statement(actor, congress.id, state=state), [HelpCall.answer_by, HelpCall.id],
            limit=LIST_SIZE, cursor=request.args.get("cursor"),
        )  # fmt: skip
        return render_template(
            "helpdesk/list.html", page=page, state=state, states=STATE_NAMES, fields=FIELD_NAMES, is_late=is_late,
            figures=desk_figures(session, congress.id, now=now) if answers_calls(actor) else None, now=now,
        )  # fmt: skip


def _form_page(form: CallForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        divisions = [division.name for division in all_divisions(session) if division.kind != "statistical"]
    return render_template("helpdesk/new.html", form=form, divisions=divisions), status


@blueprint.get("/service/new")
@requires(anybody_signed_in)
def new_call() -> ResponseReturnValue:
    actor = current_actor()
    contact = next(iter(sorted(actor.addresses)), "")
    return _form_page(CallForm(formdata=None, name=actor.display_name, contact=contact))


@blueprint.post("/service/new")
@requires(anybody_signed_in)
def add_call() -> ResponseReturnValue:
    form = CallForm()
    if not submitted(form):
        return _form_page(form, 422)
    names = ("field", "subject", "text", "division", "name", "contact")
    facts = {name: form[name].data for name in names} | {"language": language()}
    settings: Settings = current_app.extensions["settings"]
    try:
        with unit_of_work() as session:
            made = make_call(
                session, the_congress(session), facts, zone=settings.timezone, by=current_actor(), now=clock.now()
            )
            public_id = made.public_id
    except DomainError as error:
        form.show(error)
        return _form_page(form, error.status)
    flash_done(_("Your call is out; an officer will report to you."))
    return redirect(url_for("helpdesk.call", call=public_id))


def _page(
    found: HelpCall, *, note: BaseForm | None = None, close: BaseForm | None = None, status: int = 200
) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "helpdesk/one.html", call=found, note=note or NoteForm(formdata=None), close=close or CloseForm(formdata=None),
        is_caller=found.caller_id == actor.user_id, answers=answers_calls(actor), steps=STEP_NAMES,
        states=STATE_NAMES, fields=FIELD_NAMES, late=is_late(found.state, found.deadlines, now=clock.now()),
    )  # fmt: skip
    return page, status


def _found(session: Session, public_id: str, *, own: bool = False) -> HelpCall:
    """The call, if the actor may see it; with `own` if it is the actor's."""
    found = call_for(session, current_actor(), the_congress(session).id, public_id)
    if own and found.caller_id != current_actor().user_id:
        raise NoSuchCall
    return found


@blueprint.get("/service/<call>")
@requires(anybody_signed_in)
def call(call: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(_found(session, call))


Act = Callable[[Session, HelpCall, Actor], None]


def _done(call: str, act: Act, *, own: bool = False) -> ResponseReturnValue:
    """Do something to a call; `own` acts are the caller's alone."""
    with unit_of_work() as session:
        act(session, _found(session, call, own=own), current_actor())
    return redirect(url_for("helpdesk.call", call=call))


def _with_note(
    call: str, act: Callable[[Session, HelpCall, Actor, str], None], *, own: bool = False
) -> ResponseReturnValue:
    form = NoteForm()
    if not submitted(form):
        with reading() as session:
            return _page(_found(session, call, own=own), note=form, status=422)
    return _done(call, lambda session, found, actor: act(session, found, actor, form.text.data), own=own)


@blueprint.post("/service/<call>/take")
@requires(answers_calls)
def take(call: str) -> ResponseReturnValue:
    return _done(call, lambda session, found, actor: take_call(session, found, by=actor, now=clock.now()))


@blueprint.post("/service/<call>/note")
@requires(anybody_signed_in)
def note(call: str) -> ResponseReturnValue:
    return _with_note(
        call, lambda session, found, actor, text: note_on_call(session, found, text, by=actor, now=clock.now())
    )


@blueprint.post("/service/<call>/hand-back")
@requires(answers_calls)
def give_back(call: str) -> ResponseReturnValue:
    return _with_note(
        call, lambda session, found, actor, text: hand_back(session, found, text, by=actor, now=clock.now())
    )


@blueprint.post("/service/<call>/solve")
@requires(answers_calls)
def solve(call: str) -> ResponseReturnValue:
    return _with_note(
        call, lambda session, found, actor, text: solve_call(session, found, text, by=actor, now=clock.now())
    )


@blueprint.post("/service/<call>/close")
@requires(anybody_signed_in)
def close(call: str) -> ResponseReturnValue:
    form = CloseForm()
    if not submitted(form):
        with reading() as session:
            return _page(_found(session, call, own=True), close=form, status=422)
    rating, text = int(form.rating.data), form.opinion.data
    return _done(
        call, lambda session, found, actor: close_call(session, found, rating, text, by=actor, now=clock.now()),
        own=True,
    )  # fmt: skip


@blueprint.post("/service/<call>/reopen")
@requires(anybody_signed_in)
def reopen(call: str) -> ResponseReturnValue:
    return _with_note(
        call, lambda session, found, actor, text: reopen_call(session, found, text, by=actor, now=clock.now()),
        own=True,
    )  # fmt: skip


@blueprint.post("/service/<call>/withdraw")
@requires(anybody_signed_in)
def withdraw(call: str) -> ResponseReturnValue:
    return _done(call, lambda session, found, actor: withdraw_call(session, found, by=actor, now=clock.now()), own=True)
