"""A follow-up: asked and watched in the console, answered on `/me`."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.programme.models import Congress
from congress.programme.queries import categories_of, forums_of, the_congress
from congress.questions.forms import AnswersForm, FollowUpForm
from congress.questions.models import FollowUp, FollowUpSheet
from congress.questions.queries import follow_up_by_key, follow_up_sheet, follow_ups_of
from congress.registration.follow_up_queries import asked_and_answered, unanswered
from congress.registration.follow_ups import answer_follow_up, ask_concerned, follow_up_form, save_follow_up
from congress.registration.models import Registration
from congress.registration.queries import registration_for

blueprint = Blueprint("follow_ups", __name__)
NEW = "new"
SHOWN = 100


def _categories(session: Session, congress: Congress) -> list[SelectChoice]:
    return [SelectChoice(c.slug, pick(c.name_zh, c.name_en)) for c in categories_of(session, congress.id)]


def _forums(session: Session, congress: Congress) -> list[SelectChoice]:
    return [SelectChoice(f.slug, pick(f.title_zh, f.title_en)) for f in forums_of(session, congress.id)]


@blueprint.get("/console/questions/follow-ups")
@requires(is_organiser)
def every() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "registration/staff_follow_ups.html",
            follow_ups=follow_ups_of(session, congress.id),
            counts=asked_and_answered(session, congress.id),
            categories={choice.value: choice.label for choice in _categories(session, congress)},
            forums={choice.value: choice.label for choice in _forums(session, congress)},
            now=clock.now(),
        )


@blueprint.get("/console/questions/follow-ups/<follow_up>")
@requires(is_organiser)
def one(follow_up: str) -> ResponseReturnValue:
    """Who has not answered yet, by the strokes of the surname."""
    with reading() as session:
        congress = the_congress(session)
        found = follow_up_by_key(session, congress.id, follow_up)
        keys = (Registration.stroke_key, Registration.id)
        page = paginate(session, unanswered(found), keys, limit=SHOWN, cursor=request.args.get("cursor"))
        asked, answered = asked_and_answered(session, congress.id).get(found.id, (0, 0))
        return render_template(
            "registration/staff_follow_up.html", found=found, page=page, asked=asked, answered=answered,
            now=clock.now(),
        )  # fmt: skip


def _known(session: Session, congress: Congress, key: str) -> FollowUp | None:
    return None if key == NEW else follow_up_by_key(session, congress.id, key)


def _edit_page(form: FollowUpForm, key: str, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        known = _known(session, the_congress(session), key)
        return render_template("registration/staff_follow_up_edit.html", form=form, known=known), status


@blueprint.get("/console/questions/follow-ups/<follow_up>/edit")
@requires(is_organiser)
def edit(follow_up: str) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        known = _known(session, congress, follow_up)
        form = FollowUpForm(formdata=None, obj=known)
        form.offer(_categories(session, congress), _forums(session, congress))
    if known is not None:
        form.answer_by.data = known.answer_by.astimezone(zone()).replace(tzinfo=None)
    return _edit_page(form, follow_up)


@blueprint.post("/console/questions/follow-ups/<follow_up>/edit")
@requires(is_organiser)
def save(follow_up: str) -> ResponseReturnValue:
    form = FollowUpForm()
    with reading() as session:
        congress = the_congress(session)
        form.offer(_categories(session, congress), _forums(session, congress))
    if not submitted(form):
        return _edit_page(form, follow_up, 422)
    facts = {name: form[name].data for name in ("title_zh", "title_en", "category", "forum")}
    facts["answer_by"] = form.answer_by.data.replace(tzinfo=zone())
    with unit_of_work() as session:
        congress = the_congress(session)
        known = _known(session, congress, follow_up)
        key = save_follow_up(session, congress, known, facts, by=current_actor(), now=clock.now()).key
    flash_done(_("The follow-up is saved."))
    return redirect(url_for("follow_ups.one", follow_up=key))


@blueprint.post("/console/questions/follow-ups/<follow_up>/ask")
@requires(is_organiser)
def ask(follow_up: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        found = follow_up_by_key(session, congress.id, follow_up)
        told = ask_concerned(session, congress, found, by=current_actor(), now=clock.now())
    flash_done(ngettext("%(num)s person is told.", "%(num)s people are told.", told))
    return redirect(url_for("follow_ups.one", follow_up=follow_up))


def _own(session: Session, code: str, key: str) -> tuple[Registration, FollowUpSheet]:
    """One's own registration and what it was asked; else not found."""
    registration = registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)
    return registration, follow_up_sheet(session, registration.id, key)


def _answers_page(session: Session, code: str, key: str, form: AnswersForm, status: int = 200) -> ResponseReturnValue:
    _registration, sheet = _own(session, code, key)
    return render_template("registration/follow_up.html", form=form, sheet=sheet, now=clock.now()), status


@blueprint.get("/me/<code>/follow-ups/<follow_up>")
@requires(anybody_signed_in)
def answers(code: str, follow_up: str) -> ResponseReturnValue:
    with reading() as session:
        registration, sheet = _own(session, code, follow_up)
        form = follow_up_form(session, registration, sheet)(formdata=None)
        form.fill_in(sheet)
        return _answers_page(session, code, follow_up, form)


@blueprint.post("/me/<code>/follow-ups/<follow_up>")
@requires(anybody_signed_in)
def save_answers(code: str, follow_up: str) -> ResponseReturnValue:
    with reading() as session:
        registration, sheet = _own(session, code, follow_up)
        form = follow_up_form(session, registration, sheet)()
        if not submitted(form):
            return _answers_page(session, code, follow_up, form, 422)
    try:
        with unit_of_work() as session:
            registration, _sheet = _own(session, code, follow_up)
            answer_follow_up(session, registration, follow_up, form, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _answers_page(session, code, follow_up, form, error.status)
    flash_done(_("Your answers are saved."))
    return redirect(url_for("me.me"))
