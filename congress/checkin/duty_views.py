"""What a gate's supervisor does beside the door: let in by hand, undo an entry, settle a conflict."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_gate, is_organiser
from congress.checkin.conflicts import Conflict, conflicts_of, settle_conflict
from congress.checkin.device_queries import device_names
from congress.checkin.door_queries import gates_supervised, registration_at_door
from congress.checkin.errors import NoSuchConflict
from congress.checkin.forms import HandForm, RulingForm
from congress.checkin.judging import Key
from congress.checkin.late_entries import enter_by_hand, undo_entry
from congress.checkin.models import Gate
from congress.checkin.queries import gates_of
from congress.checkin.rules import read_time
from congress.checkin.states import RESULT_NAMES, Result
from congress.checkin.supervision import supervised_gate
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

blueprint = Blueprint("checkin_duty", __name__)
# whose gates those are is asked in supervised_gate
may_supervise = is_gate | is_organiser


def _gate(session: Session, slug: str) -> Gate:
    return supervised_gate(session, the_congress(session).id, current_actor(), slug)


def _conflicts_at(session: Session, gate: Gate) -> list[Conflict]:
    """Those that this gate has a part in and nobody has settled."""
    found = conflicts_of(session, gate.congress_id)
    return [one for one in found if not one.settled and any(slug == gate.slug for _scan, slug in one.scans)]


@blueprint.get("/duty/")
@requires(may_supervise)
def gates() -> ResponseReturnValue:
    with reading() as session:
        actor, congress_id = current_actor(), the_congress(session).id
        found = gates_of(session, congress_id)
        if not is_organiser(actor):
            found = gates_supervised(session, congress_id, actor.user_id)
        return render_template("checkin/duty_gates.html", gates=found)


def _page(
    slug: str, form: HandForm, status: int = 200, *, ruling: RulingForm | None = None, about: Key | None = None
) -> ResponseReturnValue:
    with reading() as session:
        gate = _gate(session, slug)
        return render_template(
            "checkin/duty.html",
            gate=gate,
            form=form,
            conflicts=_conflicts_at(session, gate),
            devices=device_names(session, gate.congress_id),
            gates={one.slug: one.name for one in gates_of(session, gate.congress_id)},
            told=read_time,
            ruling=ruling or RulingForm(formdata=None),
            about=about,
        ), status


@blueprint.get("/duty/<slug>")
@requires(may_supervise)
def duty(slug: str) -> ResponseReturnValue:
    return _page(slug, HandForm(formdata=None, code=request.args.get("code", "")[:20]))


@blueprint.post("/duty/<slug>")
@requires(may_supervise)
def decide(slug: str) -> ResponseReturnValue:
    """Let somebody in, or undo an entry."""
    form = HandForm()
    if not submitted(form):
        return _page(slug, form, 422)
    try:
        said = _undo(slug, form) if request.form.get("decision") == "undo" else _let_in(slug, form)
    except DomainError as error:
        form.show(error)
        return _page(slug, form, error.status)
    flash_done(said)
    return redirect(url_for("checkin_duty.duty", slug=slug))


def _let_in(slug: str, form: HandForm) -> str:
    """Raises DomainError for somebody whom nobody may let in."""
    now = clock.now()
    with unit_of_work() as session:
        gate = _gate(session, slug)
        person = registration_at_door(session, gate.congress_id, form.code.data)
        result = enter_by_hand(
            session, gate, person, at=now, reason=form.reason.data, by=current_actor(), now=now, overrule=True
        )
        if result is not Result.ADMITTED:
            raise DomainError(_("Not entered: %(why)s.", why=RESULT_NAMES[result]))
        return str(_("Let in: %(name)s", name=person.name))


def _undo(slug: str, form: HandForm) -> str:
    with unit_of_work() as session:
        gate = _gate(session, slug)
        person = registration_at_door(session, gate.congress_id, form.code.data)
        undo_entry(session, gate, person, reason=form.reason.data, by=current_actor(), now=clock.now())
        return str(_("Entry undone: %(name)s", name=person.name))


@blueprint.post("/duty/<slug>/conflicts/<int:badge>/<int(signed=True):target>/<int:day>")
@requires(may_supervise)
def settle(slug: str, badge: int, target: int, day: int) -> ResponseReturnValue:
    form, key = RulingForm(), (badge, target, day)
    with reading() as session:
        found = _conflicts_at(session, _gate(session, slug))
        if not any(one.key == key for one in found):
            raise NoSuchConflict
    if not submitted(form):
        return _page(slug, HandForm(formdata=None), 422, ruling=form, about=key)
    with unit_of_work() as session:
        gate = _gate(session, slug)
        settle_conflict(session, gate.congress_id, key, reason=form.reason.data, by=current_actor(), now=clock.now())
    flash_done(_("The conflict is settled."))
    return redirect(url_for("checkin_duty.duty", slug=slug))
