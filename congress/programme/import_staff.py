"""A programme from a file, in the console: sent, looked at with everything it would change, then stored."""

from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session as DbSession

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, TooLarge
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.foundation.tables import ImportRefused, Problem
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.difference_words import before_and_after
from congress.programme.forms import ImportForm, StoreForm
from congress.programme.models import WaitingFile
from congress.programme.plan_queries import waiting_file
from congress.programme.waiting import Trial, asked_zone, file_of, keep_file, store_file, try_file

blueprint = Blueprint("import_staff", __name__)
show_choice(blueprint)
MOST_LINES = 300


class Rehearsed(Exception):
    """Raised at the end of a trial, so that what it wrote is rolled back."""


@blueprint.get("/console/import")
@requires(is_organiser)
def choose_file() -> ResponseReturnValue:
    return _form_page(ImportForm(formdata=None))


def _form_page(form: ImportForm, problems: list[Problem] | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        waiting = waiting_file(session, planned_congress(session).id, current_actor().user_id or 0)
        page = render_template(
            "programme/staff_import.html", form=form, waiting=waiting, problems=(problems or [])[:MOST_LINES]
        )
    return page, status


@blueprint.post("/console/import")
@requires(is_organiser)
def send_file() -> ResponseReturnValue:
    """Keep a file that can be read until its sender has looked at what it would change."""
    form = ImportForm()
    if not submitted(form):
        return _form_page(form, status=422)
    try:
        content = _content(form)
        # tried before it is kept, so that only what can be stored waits
        _tried(lambda session: _keep(session, form, content))
        with unit_of_work() as session:
            _keep(session, form, content)
    except ImportRefused as refusal:
        form.show(DomainError(str(refusal)))
        return _form_page(form, refusal.report.problems, 422)
    except DomainError as error:
        form.show(error)
        return _form_page(form, status=error.status)
    return redirect(url_for("import_staff.preview"))


def _content(form: ImportForm) -> bytes:
    if not form.file.data:
        raise Invalid.field("file", _("A file is needed."))
    asked_zone(form.zone.data or "", "zone")
    content: bytes = form.file.data.read()
    if len(content) > current_app.extensions["settings"].max_upload_bytes:
        raise TooLarge
    return content


def _keep(session: DbSession, form: ImportForm, content: bytes) -> WaitingFile:
    name = form.file.data.filename or ""
    return keep_file(
        session, planned_congress(session), content, name, form.zone.data or "", by=current_actor(), now=clock.now()
    )


def _tried(file_in: Callable[[DbSession], WaitingFile]) -> Trial:
    """What storing a file would do; nothing of it stays."""
    found: list[Trial] = []
    with suppress(Rehearsed), unit_of_work() as session:
        file, congress = file_in(session), planned_congress(session)
        found.append(try_file(session, congress, file, ours=zone(), by=current_actor(), now=clock.now()))
        raise Rehearsed
    return found[0]


def _waiting(session: DbSession) -> WaitingFile:
    return file_of(session, planned_congress(session), current_actor())


@blueprint.get("/console/import/preview")
@requires(is_organiser)
def preview() -> ResponseReturnValue:
    """Everything that storing the file would change."""
    trial = _tried(_waiting)
    rows = [
        (pick(one.item.zh, one.item.en), before_and_after(trial.old, trial.new, one))
        for one in trial.differences[:MOST_LINES]
    ]
    return render_template(
        "programme/staff_import_preview.html",
        report=trial.report, rows=rows, count=len(trial.differences), problems=trial.report.problems[:MOST_LINES],
        form=StoreForm(formdata=None),
    )  # fmt: skip


@blueprint.post("/console/import/preview")
@requires(is_organiser)
def store() -> ResponseReturnValue:
    form = StoreForm()
    with unit_of_work() as session:
        report = store_file(
            session, planned_congress(session), _waiting(session), ours=zone(), withdraw=bool(form.withdraw.data),
            by=current_actor(), now=clock.now(),
        )  # fmt: skip
        told = (report.created, report.changed, report.unchanged)
    flash_done(
        _("The file is stored: %(created)s new, %(changed)s changed, %(unchanged)s as before.",
          created=told[0], changed=told[1], unchanged=told[2])
    )  # fmt: skip
    return redirect(url_for("programme_staff.sessions"))
