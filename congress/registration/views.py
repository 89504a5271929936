"""Registering on the public page."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.alumni.queries import person_by_keys
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.programme.queries import forums_of, the_congress
from congress.questions.forms import AnswersForm, asking
from congress.registration.actions import check_open, register_person
from congress.registration.answering import answer_anew, answers_form, filled_form
from congress.registration.choices import ForumChoice, forum_choices
from congress.registration.errors import AlreadyRegistered, RegistrationClosed
from congress.registration.forms import RegisterForm, without_photo
from congress.registration.invitations import open_invitation
from congress.registration.messages import tell_known
from congress.registration.models import Invitation, Registration
from congress.registration.photo_queries import category_asks
from congress.registration.photos import keep_photo
from congress.registration.queries import registration_for, registrations_of_people
from congress.registration.wishes import read_facts, read_wish
from congress.schools.queries import school_names

blueprint = Blueprint("registration", __name__)
GUEST = "guest"


def _form(code: str) -> type[RegisterForm]:
    """The form with the questions asked of whoever comes with this invitation, or with none."""
    with reading() as database:
        congress = the_congress(database)
        category = GUEST
        if code:
            try:
                category = open_invitation(database, congress.id, code, now=clock.now()).category.slug
            except Invalid:
                # told at its field by whoever reads the invitation next
                category = GUEST
        form = asking(RegisterForm, database, congress.id, category=category)
        return form if category_asks(database, congress.id, category) else without_photo(form)


def _page(form: RegisterForm, status: int = 200, refused: DomainError | None = None) -> ResponseReturnValue:
    with reading() as database:
        congress = the_congress(database)
        forums = forums_of(database, congress.id, released_only=True)
        choices: list[ForumChoice] = forum_choices(forums, chosen=form.forums.data or [], refused=refused)
        schools = school_names(database)
        page = render_template(
            "registration/register.html", form=form, congress=congress, choices=choices, schools=schools
        )
    return page, status


@blueprint.get("/register")
@public
def register() -> ResponseReturnValue:
    code = request.args.get("invitation", "")[:40]
    form = _form(code)(formdata=None, language=language(), invitation=code)
    with reading() as database:
        congress = the_congress(database)
        try:
            if code:
                _fill_in(form, open_invitation(database, congress.id, code, now=clock.now()))
            else:
                check_open(congress, now=clock.now())
        except RegistrationClosed:
            return render_template("registration/closed.html", congress=congress)
        except Invalid as error:
            form.show(error)
            return _page(form, error.status)
    for address in current_actor().addresses:
        field = form.email if "@" in address else form.phone
        field.data = address
    return _page(form)


def _fill_in(form: RegisterForm, invitation: Invitation) -> None:
    """What the organiser knows of the invited person, to be corrected."""
    form.language.data = invitation.language
    if invitation.uses > 1:  # its label and address are those of whoever hands the code on
        return
    form.name.data = invitation.label
    form.email.data, form.phone.data = invitation.email, invitation.phone
    form.forums.data = [invitation.forum.slug] if invitation.forum else []


@blueprint.post("/register")
@public
@limiter.limit("60 per minute")
def send_registration() -> ResponseReturnValue:
    """Register; whoever is known already gets the same answer, and a message with the way to the first one."""
    form = _form(request.form.get("invitation", "")[:40])()
    if not submitted(form):
        return _page(form, 422)
    try:
        with unit_of_work() as database:
            congress = the_congress(database)
            code, now = form.invitation.data, clock.now()
            invitation = open_invitation(database, congress.id, code, now=now) if code else None
            wish = read_wish(database, congress, form, category=GUEST, invitation=invitation)
            made = register_person(database, congress, wish, by=current_actor(), now=now)
            if form.picture and form.picture.data:
                keep_photo(database, made, form.picture.data.read(), by=current_actor(), now=now)
    except AlreadyRegistered:
        with unit_of_work() as database:
            _tell_known(database, form)
    except DomainError as error:
        form.show(error)
        return _page(form, error.status, refused=error)
    session["registered_with"] = form.email.data or form.phone.data
    return redirect(url_for("registration.done"))


def _tell_known(database: Session, form: RegisterForm) -> None:
    person = person_by_keys(database, read_facts(form).keys)
    if person is not None:
        for known in registrations_of_people(database, the_congress(database).id, [person.id]):
            tell_known(database, known, now=clock.now())


@blueprint.get("/register/done")
@public
def done() -> ResponseReturnValue:
    if "registered_with" not in session:
        return redirect(url_for("registration.register"))
    return render_template("registration/done.html", address=session["registered_with"])


def _answers_page(database: Session, code: str, form: AnswersForm, status: int = 200) -> ResponseReturnValue:
    return render_template("questions/answers.html", form=form, registration=_own(database, code)), status


def _own(database: Session, code: str) -> Registration:
    return registration_for(database, current_actor(), the_congress(database).id, code, see_all=False)


@blueprint.get("/me/<code>/answers")
@requires(anybody_signed_in)
def answers(code: str) -> ResponseReturnValue:
    with reading() as database:
        return _answers_page(database, code, filled_form(database, _own(database, code)))


@blueprint.post("/me/<code>/answers")
@requires(anybody_signed_in)
def save_answers(code: str) -> ResponseReturnValue:
    with reading() as database:
        form = answers_form(database, _own(database, code))()
        if not submitted(form):
            return _answers_page(database, code, form, 422)
    try:
        with unit_of_work() as database:
            answer_anew(database, _own(database, code), form, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as database:
            return _answers_page(database, code, form, error.status)
    flash_done(_("Your answers are saved."))
    return redirect(url_for("me.me"))
