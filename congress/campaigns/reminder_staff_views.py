"""Reminders and thanks in the console: the schedule, what goes to how many and when, and how a person reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.campaigns.forms import ReleaseForm, ReminderForm
from congress.campaigns.models import Reminder
from congress.campaigns.reminder_messages import KINDS, reminder_as_read
from congress.campaigns.reminder_queries import (
    forums_held,
    moments_for,
    reminder_by_id,
    reminders_of,
    sample_reminded,
    told_and_left,
)
from congress.campaigns.reminders import release_reminder, save_reminder, stop_reminder
from congress.campaigns.rules import Moment
from congress.campaigns.states import OCCASION_NAMES, REMINDER_NAMES, Occasion
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import LANGUAGES, _
from congress.foundation.pages import flash_done, zone
from congress.notifications.kinds import Text
from congress.programme.models import Congress
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import first_registrations

blueprint = Blueprint("reminders_staff", __name__)


@dataclass(frozen=True)
class Planned:
    """What goes out at one moment, as things stand now."""

    reminder: Reminder
    moment: Moment
    told: int
    left: int
    is_over: bool


def _planned(session: Session, congress: Congress, reminder: Reminder, now: datetime) -> list[Planned]:
    return [
        Planned(
            reminder, one, *told_and_left(session, reminder, one, zone=zone(), now=now),
            is_over=one.at <= now and not one.is_due(now),
        )
        for one in moments_for(session, congress, reminder, zone=zone())
    ]  # fmt: skip


def _list_page(form: ReminderForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = reminders_of(session, congress.id)
        planned = [one for reminder in found for one in _planned(session, congress, reminder, clock.now())]
        planned.sort(key=lambda one: one.moment.at)
        return render_template(
            "campaigns/reminders.html",
            form=form, reminders=found, planned=planned, occasions=OCCASION_NAMES, states=REMINDER_NAMES,
        ), status  # fmt: skip


@blueprint.get("/console/reminders")
@requires(is_organiser)
def reminders() -> ResponseReturnValue:
    return _list_page(ReminderForm(formdata=None))


@blueprint.post("/console/reminders")
@requires(is_organiser)
def add() -> ResponseReturnValue:
    form = ReminderForm()
    if not submitted(form):
        return _list_page(form, 422)
    try:
        public_id = _save(form, None)
    except DomainError as error:
        form.show(error)
        return _list_page(form, error.status)
    return _saved(public_id)


def _save(form: ReminderForm, reminder: str | None) -> str:
    with unit_of_work() as session:
        congress = the_congress(session)
        found = reminder_by_id(session, congress.id, reminder) if reminder else None
        saved = save_reminder(
            session, congress, found, form.facts(), quiet=current_app.extensions["settings"].sms_quiet_hours,
            zone=zone(), by=current_actor(), now=clock.now(),
        )  # fmt: skip
        return saved.public_id


def _saved(public_id: str) -> ResponseReturnValue:
    flash_done(_("Saved, and off until somebody else switches it on."))
    return redirect(url_for("reminders_staff.reminder", reminder=public_id))


@blueprint.get("/console/reminders/<reminder>")
@requires(is_organiser)
def reminder(reminder: str) -> ResponseReturnValue:
    return _one_page(reminder, None)


def _one_page(public_id: str, form: ReminderForm | None, status: int = 200) -> ResponseReturnValue:
    code = (request.args.get("code") or "").strip().upper()[:10]
    now = clock.now()
    with reading() as session:
        congress = the_congress(session)
        found = reminder_by_id(session, congress.id, public_id)
        planned = _planned(session, congress, found, now)
        reached = _reached_by(session, planned, code, now)
        sample = reached or _anybody(session, planned, code)
        return render_template(
            "campaigns/reminder.html",
            reminder=found, planned=planned, person=sample[1] if sample else None, reached=reached,
            texts=_texts(session, found, *sample, now=now) if sample else [], code=code,
            kind=KINDS[Occasion(found.occasion)], form=form or ReminderForm(formdata=None, obj=found),
            occasions=OCCASION_NAMES, states=REMINDER_NAMES, own=found.written_by == current_actor().user_id,
        ), status  # fmt: skip


def _reached_by(
    session: Session, planned: Sequence[Planned], code: str, now: datetime
) -> tuple[Moment, Registration] | None:
    """The first who is told at any of the moments, or whoever has the code."""
    for one in planned:
        person = sample_reminded(session, one.reminder, one.moment, code or None, zone=zone(), now=now)
        if person is not None:
            return one.moment, person
    return None


def _anybody(session: Session, planned: Sequence[Planned], code: str) -> tuple[Moment, Registration] | None:
    """Before anybody came there is nobody to thank, and still something to read."""
    people = [] if code or not planned else first_registrations(session, planned[0].reminder.congress_id, 1)
    return (planned[0].moment, people[0]) if people else None


def _texts(session: Session, reminder: Reminder, moment: Moment, person: Registration, *, now: datetime) -> list[Text]:
    held = forums_held(session, [person.id], moment.day, zone=zone(), after=max(now, moment.at))
    return [
        reminder_as_read(session, Occasion(reminder.occasion), moment, person, held.get(person.id, ()), each)
        for each in LANGUAGES
    ]


@blueprint.post("/console/reminders/<reminder>")
@requires(is_organiser)
def change(reminder: str) -> ResponseReturnValue:
    form = ReminderForm()
    if not submitted(form):
        return _one_page(reminder, form, 422)
    try:
        _save(form, reminder)
    except DomainError as error:
        form.show(error)
        return _one_page(reminder, form, error.status)
    return _saved(reminder)


@blueprint.post("/console/reminders/<reminder>/release")
@requires(is_organiser)
def release(reminder: str) -> ResponseReturnValue:
    form = ReleaseForm()
    version = form.version.data if submitted(form) else None
    with unit_of_work() as session:
        found = reminder_by_id(session, the_congress(session).id, reminder)
        release_reminder(session, found, version, by=current_actor(), now=clock.now())
    flash_done(_("Switched on: it goes out by itself at its time."))
    return redirect(url_for("reminders_staff.reminder", reminder=reminder))


@blueprint.post("/console/reminders/<reminder>/stop")
@requires(is_organiser)
def stop(reminder: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = reminder_by_id(session, the_congress(session).id, reminder)
        stop_reminder(session, found, by=current_actor(), now=clock.now())
    flash_done(_("Switched off: nothing of it goes out."))
    return redirect(url_for("reminders_staff.reminder", reminder=reminder))
