"""What is asked of oneself before one is let in, and one's answer."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.uploads import Upload, keep_upload
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import registration_for
from congress.review.actions import answer_question
from congress.review.errors import NothingAsked
from congress.review.forms import AnswerForm
from congress.review.queries import open_question
from congress.settings import Settings

blueprint = Blueprint("review", __name__)


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


def _page(code: str, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        question = open_question(session, registration.id)
        if question is None:
            raise NothingAsked
        return render_template("review/answer.html", registration=registration, question=question, form=form), status


@blueprint.get("/me/<code>/question")
@requires(anybody_signed_in)
def question(code: str) -> ResponseReturnValue:
    return _page(code, AnswerForm(formdata=None))


@blueprint.post("/me/<code>/question")
@requires(anybody_signed_in)
def answer(code: str) -> ResponseReturnValue:
    form = AnswerForm()
    if not submitted(form):
        return _page(code, form, 422)
    try:
        with unit_of_work() as session:
            registration, by, now = _own(session, code), current_actor(), clock.now()
            answer_question(session, registration, form.answer.data, _file(session, form), by=by, now=now)
    except NothingAsked:
        raise
    except DomainError as error:
        form.show(error)
        return _page(code, form, error.status)
    flash_done(_("Thank you. Your registration is under review again."))
    return redirect(url_for("me.me"))


def _file(session: Session, form: AnswerForm) -> Upload | None:
    """Raises Invalid at the field for a file that cannot be kept."""
    if not form.file.data:
        return None
    settings: Settings = current_app.extensions["settings"]
    return keep_upload(
        session, form.file.data.read(), form.file.data.filename or "file", current_actor(),
        folder=settings.instance_dir / "uploads", largest=settings.max_upload_bytes, now=clock.now(),
    )  # fmt: skip
