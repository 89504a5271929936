"""The questions of a congress in the console: write, order, preview, release."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.ids import new_code
from congress.foundation.pages import flash_done
from congress.programme.models import Congress
from congress.programme.queries import categories_of, the_congress, tracks_of
from congress.questions.actions import move_question, release_form, remove_question, save_question
from congress.questions.errors import NoSuchQuestion
from congress.questions.forms import AnswersForm, MoveForm, QuestionForm, proposed_names, with_questions
from congress.questions.models import FormVersion
from congress.questions.queries import draft_form, follow_ups_of, released_form, seats_of
from congress.questions.rules import Question, asked_in
from congress.questions.states import KIND_NAMES

blueprint = Blueprint("questions_staff", __name__)
NEW = "new"


def _newest(session: Session, congress: Congress) -> FormVersion | None:
    return draft_form(session, congress.id) or released_form(session, congress.id)


def _questions(session: Session, congress: Congress) -> list[Question]:
    newest = _newest(session, congress)
    return newest.questions if newest is not None else []


def _categories(session: Session, congress: Congress) -> list[SelectChoice]:
    return [SelectChoice(c.slug, pick(c.name_zh, c.name_en)) for c in categories_of(session, congress.id)]


def _tracks(session: Session, congress: Congress) -> list[SelectChoice]:
    return [SelectChoice(t.slug, pick(t.title_zh, t.title_en)) for t in tracks_of(session, congress.id)]


def _follow_ups(session: Session, congress: Congress) -> list[SelectChoice]:
    return [SelectChoice(f.key, pick(f.title_zh, f.title_en)) for f in follow_ups_of(session, congress.id)]


@blueprint.get("/console/questions")
@requires(is_organiser)
def questions() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        newest = _newest(session, congress)
        return render_template(
            "questions/staff_list.html",
            newest=newest,
            questions=_questions(session, congress),
            seats={(seat.question, seat.option): seat for seat in seats_of(session, congress.id)},
            categories={choice.value: choice.label for choice in _categories(session, congress)},
            tracks={choice.value: choice.label for choice in _tracks(session, congress)},
            follow_ups={choice.value: choice.label for choice in _follow_ups(session, congress)},
            kinds=KIND_NAMES,
        )


@blueprint.get("/console/questions/preview")
@requires(is_organiser)
def preview() -> ResponseReturnValue:
    """The questions of the registration or a follow-up as somebody of this category sees them in this track."""
    category, track = request.args.get("category", "guest"), request.args.get("track", "")
    follow_up = request.args.get("follow_up", "")
    with reading() as session:
        congress = the_congress(session)
        questions = asked_in(_questions(session, congress), follow_up)
        asked = with_questions(
            AnswersForm, questions, (), asked_of=category, tracks={track}, proposed=proposed_names(session, questions)
        )
        return render_template(
            "questions/staff_preview.html",
            form=asked(formdata=None),
            category=category,
            track=track,
            follow_up=follow_up,
            follow_ups=[(choice.value, choice.label) for choice in _follow_ups(session, congress)],
            categories=[(choice.value, choice.label) for choice in _categories(session, congress)],
            tracks=[(choice.value, choice.label) for choice in _tracks(session, congress)],
        )


def _found(session: Session, congress: Congress, key: str) -> tuple[list[Question], Question | None]:
    """What stands before the question, and the question; one that is to be made has none. Else NoSuchQuestion."""
    every = _questions(session, congress)
    keys = [each.key for each in every]
    if key == NEW:
        return every, None
    if key not in keys:
        raise NoSuchQuestion
    place = keys.index(key)
    return every[:place], every[place]


def _offer(form: QuestionForm, key: str) -> Question | None:
    """Let the form choose among what there is; answers the question that is edited, if it is not a new one."""
    with reading() as session:
        congress = the_congress(session)
        earlier, known = _found(session, congress, key)
        form.offer(_categories(session, congress), _tracks(session, congress), _follow_ups(session, congress), earlier)
    return known


def _page(form: QuestionForm, known: Question | None, status: int = 200) -> ResponseReturnValue:
    return render_template("questions/staff_edit.html", form=form, known=known), status


@blueprint.get("/console/questions/<question>")
@requires(is_organiser)
def question(question: str) -> ResponseReturnValue:
    form = QuestionForm(formdata=None)
    known = _offer(form, question)
    if known is not None:
        form.fill(known)
    return _page(form, known)


@blueprint.post("/console/questions/<question>")
@requires(is_organiser)
def save(question: str) -> ResponseReturnValue:
    form = QuestionForm()
    known = _offer(form, question)
    if not submitted(form):
        return _page(form, known, 422)
    written = form.question(known.key if known is not None else new_code())
    with unit_of_work() as session:
        save_question(session, the_congress(session), written, by=current_actor(), now=clock.now())
    flash_done(_("The question stands in the draft."))
    return redirect(url_for("questions_staff.questions"))


@blueprint.post("/console/questions/<question>/move")
@requires(is_organiser)
def move(question: str) -> ResponseReturnValue:
    step = -1 if MoveForm().step.data == "up" else 1
    with unit_of_work() as session:
        move_question(session, the_congress(session), question, step, by=current_actor(), now=clock.now())
    return redirect(url_for("questions_staff.questions", _anchor=f"q-{question}"))


@blueprint.post("/console/questions/<question>/remove")
@requires(is_organiser)
def remove(question: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        remove_question(session, the_congress(session), question, by=current_actor(), now=clock.now())
    flash_done(_("The question is taken out of the draft."))
    return redirect(url_for("questions_staff.questions"))


@blueprint.post("/console/questions/release")
@requires(is_organiser)
def release() -> ResponseReturnValue:
    with unit_of_work() as session:
        release_form(session, the_congress(session), by=current_actor(), now=clock.now())
    flash_done(_("These questions are asked from now on."))
    return redirect(url_for("questions_staff.questions"))
