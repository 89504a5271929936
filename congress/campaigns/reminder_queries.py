"""Every question about reminders: which there are, whom they reach, and what those hold on the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from congress.alumni.states import Purpose
from congress.attendance.queries import whoever_came
from congress.campaigns.errors import NoSuchReminder
from congress.campaigns.models import Reminder, ReminderLetter
from congress.campaigns.queries import takes_letters
from congress.campaigns.rules import Moment, moments_of
from congress.campaigns.states import Occasion, ReminderState
from congress.foundation.clock import day_bounds, local_day
from congress.notifications.models import Message
from congress.notifications.states import MessageState
from congress.programme.models import Congress, Forum
from congress.registration.models import Holding, Registration
from congress.registration.states import HoldingStatus, Status


def reminders_of(session: Session, congress_id: int) -> Sequence[Reminder]:
    """In the order in which their first letters go out."""
    found = session.scalars(select(Reminder).where(Reminder.congress_id == congress_id)).all()
    order = list(Occasion)
    return sorted(found, key=lambda one: (order.index(Occasion(one.occasion)), -one.days))


def reminder_by_id(session: Session, congress_id: int, public_id: str) -> Reminder:
    """Raises NoSuchReminder."""
    found = session.scalars(
        select(Reminder)
        .options(joinedload(Reminder.writer), joinedload(Reminder.releaser))
        .where(Reminder.congress_id == congress_id, Reminder.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NoSuchReminder
    return found


def lock_reminder(session: Session, reminder_id: int) -> Reminder:
    """The reminder as it stands now; nobody changes it and nobody sends it until the end of the transaction."""
    statement = select(Reminder).where(Reminder.id == reminder_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def running_reminders(session: Session) -> Sequence[int]:
    """Those of congresses that are public; nothing is said of one that nobody may know of."""
    statement = select(Reminder.id).join(Congress, Congress.id == Reminder.congress_id)
    running = statement.where(Reminder.state == ReminderState.ON, Congress.released)
    return session.scalars(running.order_by(Reminder.id)).all()


def reminder_like(session: Session, congress_id: int, occasion: str, days: int) -> Reminder | None:
    return session.scalars(
        select(Reminder).where(
            Reminder.congress_id == congress_id, Reminder.occasion == occasion, Reminder.days == days
        )
    ).one_or_none()


def moments_for(session: Session, congress: Congress, reminder: Reminder, *, zone: ZoneInfo) -> list[Moment]:
    """When it is told, as the programme stands now."""
    starts = select(Forum.starts_at).where(Forum.congress_id == congress.id, Forum.released)
    return moments_of(
        Occasion(reminder.occasion), reminder.days, reminder.at, starts_on=congress.starts_on, ends_on=congress.ends_on,
        forum_days=[local_day(one, zone) for one in session.scalars(starts)], zone=zone,
    )  # fmt: skip


def _held_on(day: date, zone: ZoneInfo, after: datetime) -> Select[tuple[Holding]]:
    """The seats in forums of a day that have not begun."""
    begin, end = day_bounds(day, zone)
    return (
        select(Holding)
        .join(Forum, Forum.id == Holding.forum_id)
        .where(Holding.status == HoldingStatus.CONFIRMED, Forum.released)
        .where(Forum.starts_at >= begin, Forum.starts_at < end, Forum.starts_at > after)
    )


def _reached(reminder: Reminder, moment: Moment, *, zone: ZoneInfo, now: datetime) -> Select[tuple[Registration]]:
    """Whoever comes, or came, and can be written to."""
    statement = select(Registration).where(
        Registration.congress_id == reminder.congress_id,
        Registration.status == Status.CONFIRMED,
        or_(Registration.email.is_not(None), Registration.phone.is_not(None)),
    )
    if reminder.occasion == Occasion.THANKS:
        # thanks concern nobody's place: they go to whoever wants letters
        came = Registration.id.in_(whoever_came(reminder.congress_id))
        return statement.where(came, *takes_letters(Purpose.ATTEND))
    if reminder.occasion == Occasion.CONGRESS:
        # who registered later was just told the same
        return statement.where(Registration.created_at <= moment.at)
    held = _held_on(moment.day, zone, max(now, moment.at)).with_only_columns(Holding.registration_id)
    return statement.where(Registration.id.in_(held))


def _left(reminder: Reminder, moment: Moment, *, zone: ZoneInfo, now: datetime) -> Select[tuple[Registration]]:
    told = exists().where(ReminderLetter.registration_id == Registration.id, ReminderLetter.key == moment.key)
    return _reached(reminder, moment, zone=zone, now=now).where(~told)


def next_reminded(
    session: Session, reminder: Reminder, moment: Moment, *, zone: ZoneInfo, now: datetime, limit: int
) -> Sequence[Registration]:
    """Who has not been told yet, with the congress."""
    statement = _left(reminder, moment, zone=zone, now=now).options(joinedload(Registration.congress))
    return session.scalars(statement.order_by(Registration.id).limit(limit)).all()


def sample_reminded(
    session: Session, reminder: Reminder, moment: Moment, code: str | None, *, zone: ZoneInfo, now: datetime
) -> Registration | None:
    """Whom the preview shows: the one of that code, else the first who is reached."""
    statement = _reached(reminder, moment, zone=zone, now=now).options(joinedload(Registration.congress))
    if code:
        statement = statement.where(Registration.code == code)
    return session.scalars(statement.order_by(Registration.id).limit(1)).first()


def told_and_left(
    session: Session, reminder: Reminder, moment: Moment, *, zone: ZoneInfo, now: datetime
) -> tuple[int, int]:
    """How many have been told, and how many would be by what is known now."""
    told = select(func.count()).where(ReminderLetter.reminder_id == reminder.id, ReminderLetter.key == moment.key)
    left = _left(reminder, moment, zone=zone, now=now).order_by(None).subquery()
    return session.scalar(told) or 0, session.scalar(select(func.count()).select_from(left)) or 0


def unsent_reminders(session: Session, registration_id: int) -> Sequence[Message]:
    """What somebody was to be told and might still be; held until the end of the transaction."""
    unsent = Message.state.in_([MessageState.WAITING, MessageState.FAILED, MessageState.BOUNCED])
    statement = select(Message).join(ReminderLetter, ReminderLetter.message_id == Message.id)
    statement = statement.where(ReminderLetter.registration_id == registration_id, unsent)
    return session.scalars(statement.with_for_update(of=Message)).all()


def forums_held(
    session: Session, registration_ids: Sequence[int], day: date, *, zone: ZoneInfo, after: datetime
) -> Mapping[int, Sequence[Forum]]:
    """Registration → its forums of a day that have not begun, by time, with their rooms."""
    statement = _held_on(day, zone, after).where(Holding.registration_id.in_(registration_ids))
    whole = statement.options(joinedload(Holding.forum).joinedload(Forum.room))
    held: dict[int, list[Forum]] = defaultdict(list)
    for one in session.scalars(whole.order_by(Forum.starts_at, Forum.id)):
        held[one.registration_id].append(one.forum)
    return held
