"""Asking those who are confirmed for what is needed later, as arrival, dinner or hotel, and keeping the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import StateRefused
from congress.foundation.ids import new_code
from congress.programme.models import Congress
from congress.questions.actions import settle_sheet
from congress.questions.errors import FollowUpClosed, NothingToAsk
from congress.questions.forms import AnswersForm
from congress.questions.models import FollowUp, FollowUpSheet
from congress.questions.queries import follow_up_sheet, form_by_id, released_form
from congress.questions.rules import asked_in
from congress.registration.answering import answers_form
from congress.registration.follow_up_queries import not_asked, those_of, unanswered
from congress.registration.messages import tell_follow_up
from congress.registration.models import Registration
from congress.registration.queries import lock_registration
from congress.registration.states import Status

BETWEEN_REMINDERS = timedelta(days=1)


def save_follow_up(
    session: Session, congress: Congress, known: FollowUp | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> FollowUp:
    follow_up = known or FollowUp(congress_id=congress.id, key=new_code())
    for name, value in facts.items():
        setattr(follow_up, name, value)
    session.add(follow_up)
    session.flush()
    record(session, by, "follow_up.saved", "congress", congress.slug, now=now, follow_up=follow_up.title_zh)
    return follow_up


def ask_concerned(session: Session, congress: Congress, follow_up: FollowUp, *, by: Actor, now: datetime) -> int:
    """Ask whoever is concerned and was not asked yet, and remind the others once a day; answers how many are told.

    Raises:
        FollowUpClosed: the day to answer by has passed.
        NothingToAsk: no released question belongs to it.
        StateRefused: somebody else asks at this moment.
    """
    if follow_up.answer_by <= now:
        raise FollowUpClosed
    form = released_form(session, congress.id)
    if form is None or not asked_in(form.questions, follow_up.key):
        raise NothingToAsk
    reminded = those_of(session, _due_reminders(session, follow_up, now=now))
    fresh = not_asked(session, follow_up)
    with unique_or(session, StateRefused()):
        session.add_all(
            FollowUpSheet(follow_up_id=follow_up.id, registration_id=one.id, form_id=form.id, told_at=now)
            for one in fresh
        )
    for registration in (*fresh, *reminded):
        tell_follow_up(session, registration, follow_up, now=now)
    follow_up.opened_at = follow_up.opened_at or now
    told = len(fresh) + len(reminded)
    record(session, by, "follow_up.asked", "congress", congress.slug, now=now, follow_up=follow_up.title_zh, told=told)
    session.flush()
    return told


def _due_reminders(session: Session, follow_up: FollowUp, *, now: datetime) -> list[int]:
    """Whom to remind now; the statement marks them, so that two organisers at once remind nobody twice."""
    waiting = unanswered(follow_up).with_only_columns(Registration.id)
    due = session.scalars(
        update(FollowUpSheet)
        .where(FollowUpSheet.follow_up_id == follow_up.id, FollowUpSheet.registration_id.in_(waiting))
        .where(FollowUpSheet.told_at <= now - BETWEEN_REMINDERS)
        .values(told_at=now)
        .returning(FollowUpSheet.registration_id)
        .execution_options(synchronize_session=False)
    )
    return sorted(due)


def follow_up_form(session: Session, registration: Registration, sheet: FollowUpSheet) -> type[AnswersForm]:
    return answers_form(session, registration, follow_up=sheet.follow_up.key)


def answer_follow_up(
    session: Session, registration: Registration, key: str, form: AnswersForm, *, by: Actor, now: datetime
) -> None:
    """Keep what was answered, in place of an earlier answer.

    Raises:
        FollowUpClosed: the day to answer by has passed.
        StateRefused: the registration is not confirmed any more.
        ChoiceFull: a choice has no seat left; nothing is changed then.
    """
    lock_registration(session, registration.id)
    if registration.status != Status.CONFIRMED:
        raise StateRefused
    sheet = follow_up_sheet(session, registration.id, key)
    if sheet.follow_up.answer_by <= now:
        raise FollowUpClosed
    asked = form_by_id(session, form.version_id) or sheet.form
    questions = asked_in(asked.questions, key)
    settled = settle_sheet(session, registration.id, sheet, asked, questions, form.answers(), now=now)
    sheet.form_id, sheet.answers, sheet.answered_at = asked.id, settled, now
    record(
        session, by, "registration.answered", "registration", registration.code, now=now,
        follow_up=sheet.follow_up.title_zh,
    )  # fmt: skip
    session.flush()
