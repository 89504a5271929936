"""Answering the questions of the congress anew, for a registration that stands."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import StateRefused
from congress.questions.actions import keep_answers
from congress.questions.forms import AnswersForm, asking
from congress.questions.queries import form_by_id, sheets_of
from congress.registration.actions import check_open
from congress.registration.models import Registration
from congress.registration.queries import lock_registration
from congress.registration.states import Status


def answers_form(session: Session, registration: Registration, *, follow_up: str = "") -> type[AnswersForm]:
    """The questions asked now of whoever holds these forums, of the registration or of a follow-up."""
    asked = asking(
        AnswersForm, session, registration.congress_id, category=registration.category.slug, follow_up=follow_up
    )
    held = {asked.track_of.get(holding.forum.slug, "") for holding in registration.holdings}
    return type(asked.__name__, (asked,), {"tracks": held})


def filled_form(session: Session, registration: Registration) -> AnswersForm:
    """The form with what was answered last."""
    form = answers_form(session, registration)(formdata=None)
    sheet = sheets_of(session, [registration.id]).get(registration.id)
    if sheet is not None:
        form.fill_in(sheet)
    return form


def answer_anew(
    session: Session, registration: Registration, form: AnswersForm, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Replace what was answered.

    Raises:
        RegistrationClosed: it is too late to change it.
        StateRefused: the registration is cancelled or refused.
        ChoiceFull: a choice has no seat left; nothing is changed then.
    """
    check_open(registration.congress, now=now)
    lock_registration(session, registration.id)
    if registration.status not in {Status.PENDING, Status.CONFIRMED}:
        raise StateRefused
    keep_answers(session, registration.id, form_by_id(session, form.version_id), form.answers(), now=now)
    record(session, by, "registration.answered", "registration", registration.code, now=now)
