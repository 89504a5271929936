"""The queue of those under review, in the console."""

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, ngettext
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.uploads import path_of
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.photo_queries import has_photo
from congress.registration.queries import registration_by_code
from congress.review.actions import ask_for_more, decide_many
from congress.review.chain_queries import turns_of
from congress.review.errors import BatchRefused
from congress.review.forms import BatchForm, QuestionForm
from congress.review.queries import question_by_id, questions_of, queue_lengths, queue_statement
from congress.review.rules import OFFICE_NAMES

blueprint = Blueprint("review_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/review")
@requires(is_organiser)
def queue() -> ResponseReturnValue:
    return _queue(BatchForm(formdata=None))


def _queue(form: BatchForm, status: int = 200, refused: BatchRefused | None = None) -> ResponseReturnValue:
    asked = request.args.get("state") == "asked"
    with reading() as session:
        congress = the_congress(session)
        page = paginate(
            session, queue_statement(congress.id, asked=asked), [Registration.id], limit=LIST_SIZE,
            cursor=request.args.get("cursor"),
        )  # fmt: skip
        today = clock.local_day(clock.now(), zone())
        waiting = turns_of(session, congress.id, [one.code for one in page.items])
        return render_template(
            "review/staff_queue.html", page=page, asked=asked, lengths=queue_lengths(session, congress.id), form=form,
            questions=questions_of(session, [one.id for one in page.items]), refused=refused,
            turns={turn.registration_id: turn for turn in waiting},
            offices=OFFICE_NAMES, chosen=set(request.form.getlist("codes")),
            days={one.id: (today - clock.local_day(one.created_at, zone())).days for one in page.items},
        ), status  # fmt: skip


@blueprint.post("/console/review")
@requires(is_organiser)
def decide() -> ResponseReturnValue:
    """Everybody who is ticked, or nobody."""
    form = BatchForm()
    accept = request.form.get("decision") != "refuse"
    if not submitted(form):
        return _queue(form, 422)
    codes = dict.fromkeys(request.form.getlist("codes"))
    try:
        with unit_of_work() as session:
            count = decide_many(
                session, the_congress(session), codes, accept=accept, reason=form.reason.data, by=current_actor(),
                now=clock.now(),
            )  # fmt: skip
    except BatchRefused as error:
        return _queue(form, error.status, error)
    except DomainError as error:
        form.show(error)
        form.form_errors.extend(fault["message"] for fault in error.errors or [] if fault["field"] == "codes")
        return _queue(form, error.status)
    flash_done(ngettext("One person is decided and told.", "%(num)s people are decided and told.", count))
    return redirect(url_for("review_staff.queue"))


def _question(code: str, form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        asked = questions_of(session, [found.id]).get(found.id, [])
        return render_template(
            "review/staff_question.html", registration=found, questions=asked, form=form,
            has_photo=has_photo(session, found.id),
        ), status  # fmt: skip


@blueprint.get("/console/review/<code>")
@requires(is_organiser)
def question(code: str) -> ResponseReturnValue:
    return _question(code, QuestionForm(formdata=None))


@blueprint.post("/console/review/<code>")
@requires(is_organiser)
def ask(code: str) -> ResponseReturnValue:
    form = QuestionForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                found = registration_by_code(session, the_congress(session).id, code)
                ask_for_more(session, found, form.question.data, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The person is asked."))
            return redirect(url_for("review_staff.queue"))
    return _question(code, form, status)


@blueprint.get("/console/review/<code>/answers/<int:question>/file")
@requires(is_organiser)
def sent_file(code: str, question: int) -> ResponseReturnValue:
    with reading() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        upload = question_by_id(session, found.id, question).upload
        if upload is None:
            raise NotFound
        path = path_of(current_app.extensions["settings"].instance_dir / "uploads", upload)
        return send_file(path, mimetype=upload.media_type, as_attachment=True, download_name=upload.filename)
