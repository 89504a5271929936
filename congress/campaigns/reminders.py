"""The schedule of a congress: writing an entry, letting it run, stopping it, and sending what is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.campaigns.actions import BATCH, note_reader, note_writer
from congress.campaigns.errors import CampaignOver
from congress.campaigns.models import Reminder, ReminderLetter
from congress.campaigns.reminder_messages import remind
from congress.campaigns.reminder_queries import (
    forums_held,
    lock_reminder,
    moments_for,
    next_reminded,
    reminder_like,
    unsent_reminders,
)
from congress.campaigns.rules import Moment
from congress.campaigns.states import Occasion, ReminderState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.notifications.actions import withdraw_message
from congress.notifications.rules import wakes_at
from congress.notifications.states import STAYS_AWAY
from congress.programme.models import Congress
from congress.programme.queries import congress_by_id


def save_reminder(
    session: Session,
    congress: Congress,
    reminder: Reminder | None,
    facts: Mapping[str, Any],
    *,
    quiet: tuple[int, int],
    zone: ZoneInfo,
    by: Actor,
    now: datetime,
) -> Reminder:
    """Write an entry `{occasion, days, at}`, or change one: it is off until a second person has read it.

    Raises:
        Invalid: thanks before the end, a time in the quiet hours, or an entry like it is there.
    """
    _check(session, congress, reminder, facts, quiet=quiet, zone=zone)
    if reminder is None:
        reminder = Reminder(public_id=new_id(), congress_id=congress.id, version=0, state=ReminderState.OFF)
        session.add(reminder)
    else:
        reminder = lock_reminder(session, reminder.id)
        reminder.state = ReminderState.OFF
    for name, value in facts.items():
        setattr(reminder, name, value)
    note_writer(reminder, by=by, now=now)
    record(session, by, "reminder.saved", "reminder", reminder.public_id, now=now, version=reminder.version)
    return reminder


def _check(
    session: Session,
    congress: Congress,
    reminder: Reminder | None,
    facts: Mapping[str, Any],
    *,
    quiet: tuple[int, int],
    zone: ZoneInfo,
) -> None:
    if facts["occasion"] == Occasion.THANKS and not facts["days"]:
        raise Invalid.field("days", _("Thanks go out after the last day: at least one day later."))
    if wakes_at(datetime.combine(congress.starts_on, facts["at"], zone), quiet, zone):
        start, end = quiet
        raise Invalid.field("at", _("From %(start)s to %(end)s o'clock nobody is written to.", start=start, end=end))
    like = reminder_like(session, congress.id, facts["occasion"], facts["days"])
    if like is not None and like is not reminder:
        raise Invalid.field("days", _("There is a reminder like this already."))


def release_reminder(session: Session, reminder: Reminder, version: int | None, *, by: Actor, now: datetime) -> None:
    """Let an entry run, as it was read by somebody who did not write it.

    Raises:
        CampaignOver: it runs.
        ChangedMeanwhile: it was changed after it was read.
        OwnWords: the same person wrote it.
    """
    reminder = lock_reminder(session, reminder.id)
    if not reminder.may_become(ReminderState.ON):
        raise CampaignOver
    note_reader(reminder, version, by=by, now=now)
    reminder.state = ReminderState.ON
    record(session, by, "reminder.released", "reminder", reminder.public_id, now=now, version=version)


def stop_reminder(session: Session, reminder: Reminder, *, by: Actor, now: datetime) -> None:
    """Switch it off, which anybody may who could write it; twice changes nothing."""
    reminder = lock_reminder(session, reminder.id)
    if reminder.state == ReminderState.ON:
        reminder.state = ReminderState.OFF
        record(session, by, "reminder.stopped", "reminder", reminder.public_id, now=now)


def send_due(session: Session, reminder_id: int, *, zone: ZoneInfo, now: datetime) -> int:
    """Tell the next of whoever is to be told now; how many. Nobody is told twice, since whoever was is known."""
    reminder = lock_reminder(session, reminder_id)
    if reminder.state != ReminderState.ON:
        return 0
    moments = moments_for(session, congress_by_id(session, reminder.congress_id), reminder, zone=zone)
    return sum(_tell_next(session, reminder, moment, zone=zone, now=now) for moment in moments if moment.is_due(now))


def _tell_next(session: Session, reminder: Reminder, moment: Moment, *, zone: ZoneInfo, now: datetime) -> int:
    found = next_reminded(session, reminder, moment, zone=zone, now=now, limit=BATCH)
    held = forums_held(session, [one.id for one in found], moment.day, zone=zone, after=now)
    for one in found:
        secret = new_id()
        message = remind(
            session, Occasion(reminder.occasion), moment, one, held.get(one.id, ()), secret, now=now
        )  # fmt: skip
        session.add(
            ReminderLetter(
                reminder_id=reminder.id, registration_id=one.id, key=moment.key, address=message.address,
                secret=secret, created_at=now, message=message,
            )
        )  # fmt: skip
    return len(found)


def withdraw_reminders(session: Session, registration_id: int) -> None:
    """What has not gone out to somebody who will not come never does."""
    for message in unsent_reminders(session, registration_id):
        withdraw_message(session, message, STAYS_AWAY)
