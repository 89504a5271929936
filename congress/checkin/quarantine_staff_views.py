"""Scans in quarantine, in the console: look at them, release or dismiss each with a reason."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.badges.tokens import Claims, read_token
from congress.checkin.conflict_queries import quarantined_scan, quarantined_scans
from congress.checkin.device_queries import device_names
from congress.checkin.forms import QuarantineForm
from congress.checkin.models import Gate, Scan
from congress.checkin.quarantine import dismiss_scan, release_scan, told_time
from congress.checkin.queries import gate_by_slug, gates_of
from congress.checkin.states import RESULT_NAMES
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress
from congress.registration.passes import badge_public_keys

blueprint = Blueprint("checkin_quarantine_staff", __name__)
MOST_SHOWN = 200


def _read(token: str) -> Claims | None:
    return read_token(token, badge_public_keys())


def _offer(session: Session, form: QuarantineForm) -> None:
    form.offer([(gate.slug, gate.name) for gate in gates_of(session, the_congress(session).id)])


@blueprint.get("/console/quarantine")
@requires(is_organiser)
def quarantine() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "checkin/staff_quarantine.html",
            found=quarantined_scans(session, congress.id, most=MOST_SHOWN),
            devices=device_names(session, congress.id),
            gates={gate.slug: gate.name for gate in gates_of(session, congress.id)},
            told_time=told_time,
            results=RESULT_NAMES,
            most=MOST_SHOWN,
        )


def _page(session: Session, form: QuarantineForm, scan: Scan, status: int = 200) -> ResponseReturnValue:
    claims = _read(scan.token)
    return render_template(
        "checkin/staff_quarantined.html", form=form, scan=scan, badge=claims.number if claims else None,
        at=told_time(scan), devices=device_names(session, scan.congress_id),
    ), status  # fmt: skip


@blueprint.get("/console/quarantine/<int:scan>")
@requires(is_organiser)
def quarantined(scan: int) -> ResponseReturnValue:
    with reading() as session:
        found = quarantined_scan(session, the_congress(session).id, scan)
        form = QuarantineForm(formdata=None, gate=found.gate_told)
        _offer(session, form)
        return _page(session, form, found)


@blueprint.post("/console/quarantine/<int:scan>")
@requires(is_organiser)
def decide(scan: int) -> ResponseReturnValue:
    form = QuarantineForm()
    with reading() as session:
        found = quarantined_scan(session, the_congress(session).id, scan)
        _offer(session, form)
        if not submitted(form):
            return _page(session, form, found, 422)
    try:
        said = _decide(scan, form)
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, form, quarantined_scan(session, the_congress(session).id, scan), error.status)
    flash_done(said)
    return redirect(url_for("checkin_quarantine_staff.quarantine"))


def _decide(scan: int, form: QuarantineForm) -> str:
    by, now = current_actor(), clock.now()
    with unit_of_work() as session:
        congress = the_congress(session)
        if request.form.get("decision") != "release":
            dismiss_scan(session, congress.id, scan, reason=form.reason.data, by=by, now=now)
            return str(_("The scan is dismissed."))
        gate: Gate = gate_by_slug(session, congress.id, form.gate.data)
        at = form.at.data.replace(tzinfo=zone()) if form.at.data else None
        result = release_scan(
            session, congress.id, scan, gate=gate, at=at, reason=form.reason.data, read=_read, by=by, now=now
        )
        return str(_("The scan is released: %(result)s.", result=RESULT_NAMES[result]))
