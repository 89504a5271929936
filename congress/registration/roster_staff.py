"""A table in the console: brought, its columns named, tried out, and stored when it is right."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.batches import send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound, TooLarge
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.tables import place_of
from congress.programme.queries import the_congress
from congress.registration.forms import RosterForm
from congress.registration.models import RosterFile
from congress.registration.roster_queries import remembered_mapping, roster_file, roster_files_of
from congress.registration.rosters import (
    LIVES,
    is_busy,
    keep_roster,
    may_be_stored,
    rows_done,
    store_roster,
    suggested_mapping,
    try_roster,
)
from congress.registration.subjects import PEOPLE, SUBJECTS

blueprint = Blueprint("roster_staff", __name__)


@blueprint.get("/console/rosters")
@requires(is_organiser)
def rosters() -> ResponseReturnValue:
    return _rosters_page(RosterForm(formdata=None))


def _rosters_page(form: RosterForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        subject = _subject()
        brought = roster_files_of(session, the_congress(session).id, current_actor().user_id, subject)
        page = render_template(
            "registration/staff_rosters.html", form=form, brought=brought, is_busy=is_busy, of=SUBJECTS[subject],
            subject=subject,
        )  # fmt: skip
    return page, status


def _subject() -> str:
    """What the table is a list of, as the address says; of people where it says nothing that is known."""
    asked = request.args.get("of", "")
    return asked if asked in SUBJECTS else PEOPLE


@blueprint.post("/console/rosters")
@requires(is_organiser)
def bring() -> ResponseReturnValue:
    form = RosterForm()
    if not submitted(form):
        return _rosters_page(form, 422)
    try:
        content = _content(form)
        with unit_of_work() as session:
            roster = keep_roster(
                session, the_congress(session), content, form.file.data.filename or "", subject=_subject(),
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
            public_id = roster.public_id
    except DomainError as error:
        form.show(error)
        return _rosters_page(form, error.status)
    return redirect(url_for("roster_staff.roster", file=public_id))


def _content(form: RosterForm) -> bytes:
    if not form.file.data:
        raise Invalid.field("file", _("A file is needed."))
    content: bytes = form.file.data.read()
    if len(content) > current_app.extensions["settings"].max_upload_bytes:
        raise TooLarge
    return content


def _own(session: Session, file: str) -> RosterFile:
    return roster_file(session, the_congress(session).id, current_actor().user_id, file)


@blueprint.get("/console/rosters/<file>")
@requires(is_organiser)
def roster(file: str) -> ResponseReturnValue:
    return _roster_page(file)


def _roster_page(
    file: str, typed: dict[str, str] | None = None, refused: DomainError | None = None
) -> ResponseReturnValue:
    with reading() as session:
        found = _own(session, file)
        remembered = found.mapping or remembered_mapping(session, found)
        report, of = found.report or {}, SUBJECTS[found.subject]
        page = render_template(
            "registration/staff_roster.html",
            roster=found,
            of=of,
            mapping=typed or suggested_mapping(found, remembered),
            fields=[("", _("Not to be read")), *of.fields.items()],
            busy=is_busy(found),
            done=rows_done(found.batch) if found.batch else 0,
            storable=may_be_stored(found),
            forgotten=found.created_at <= clock.now() - LIVES,
            report=report,
            problems=[(*place_of(one["item"]), one["level"], one["message"]) for one in report.get("problems", ())],
            refused=refused,
        )
    return page, refused.status if refused else 200


@blueprint.post("/console/rosters/<file>/try")
@requires(is_organiser)
def try_out(file: str) -> ResponseReturnValue:
    with reading() as session:
        found = _own(session, file)
    mapping = {name: _field(found, number) for number, name in enumerate(found.columns) if name}
    try:
        with unit_of_work() as session:
            try_roster(session, _own(session, file), mapping, by=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        return _roster_page(file, mapping, error)
    return redirect(url_for("roster_staff.roster", file=file))


def _field(roster: RosterFile, number: int) -> str:
    """What the column of this number was said to be; what no field is called is not read."""
    said = request.form.get(f"column-{number}", "")
    return said if said in SUBJECTS[roster.subject].fields else ""


@blueprint.post("/console/rosters/<file>/store")
@requires(is_organiser)
def store(file: str) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            store_roster(session, _own(session, file), by=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        return _roster_page(file, None, error)
    return redirect(url_for("roster_staff.roster", file=file))


@blueprint.get("/console/rosters/<file>/noticed.xlsx")
@requires(is_organiser)
def noticed(file: str) -> ResponseReturnValue:
    """The rows of which something was noticed, as a spreadsheet with the reasons."""
    with reading() as session:
        found = _own(session, file)
        if found.batch is None:
            raise NotFound
        return send_batch_file(found.batch)
