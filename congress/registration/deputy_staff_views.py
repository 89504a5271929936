"""Somebody comes in another's place: the organiser notes who, why, and keeps the letter."""

from flask import Blueprint, current_app, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.alumni.actions import PersonFacts
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.uploads import Upload, keep_upload, path_of
from congress.programme.queries import the_congress
from congress.registration.deputies import send_deputy
from congress.registration.deputy_queries import deputies_of, deputy_by_id
from congress.registration.forms import DeputyForm
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code
from congress.settings import Settings

blueprint = Blueprint("deputy_staff", __name__)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _found(session: Session, code: str) -> Registration:
    return registration_by_code(session, the_congress(session).id, code)


def _page(code: str, form: DeputyForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, code)
        return render_template(
            "registration/staff_deputy.html", registration=found, form=form, deputies=deputies_of(session, found.id)
        ), status


@blueprint.get("/console/registrations/<code>/deputy")
@requires(is_organiser)
def deputy(code: str) -> ResponseReturnValue:
    return _page(code, DeputyForm(formdata=None))


@blueprint.post("/console/registrations/<code>/deputy")
@requires(is_organiser)
def send(code: str) -> ResponseReturnValue:
    form = DeputyForm()
    if not submitted(form):
        return _page(code, form, 422)
    try:
        with unit_of_work() as session:
            facts = PersonFacts(
                name=form.name.data, email=form.email.data or None, phone=form.phone.data or None,
                organisation=form.organisation.data, title=form.title.data,
            )  # fmt: skip
            letter, by, now = _letter(session, form), current_actor(), clock.now()
            send_deputy(session, _found(session, code), facts, reason=form.reason.data, letter=letter, by=by, now=now)
    except DomainError as error:
        form.show(error)
        return _page(code, form, error.status)
    flash_done(_("The deputy has the place; the old badge is void from now on."))
    return redirect(url_for("registration_staff.registration", code=code))


def _letter(session: Session, form: DeputyForm) -> Upload | None:
    """Raises Invalid at the field for a file that cannot be kept."""
    if not form.letter.data:
        return None
    settings = _settings()
    try:
        return keep_upload(
            session, form.letter.data.read(), form.letter.data.filename or "letter", current_actor(),
            folder=settings.instance_dir / "uploads", largest=settings.max_upload_bytes, now=clock.now(),
        )  # fmt: skip
    except Invalid as error:
        raise Invalid.field("letter", (error.errors or [{"message": str(error)}])[0]["message"]) from None


@blueprint.get("/console/registrations/<code>/deputy/<int:deputy>/letter")
@requires(is_organiser)
def letter(code: str, deputy: int) -> ResponseReturnValue:
    with reading() as session:
        upload = deputy_by_id(session, _found(session, code).id, deputy).upload
        if upload is None:
            raise NotFound
        path = path_of(_settings().instance_dir / "uploads", upload)
        return send_file(path, mimetype=upload.media_type, as_attachment=True, download_name=upload.filename)
