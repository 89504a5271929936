"""Opening a month, filing, accepting, sending back, reminding. Start reading at `open_period`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.queries import holders_of
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.errors import Forbidden, Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.workdays import work_calendar
from congress.programme.models import Congress
from congress.returns.errors import SamePerson
from congress.returns.messages import tell_due, tell_questions
from congress.returns.models import MonthlyReturn, ReturnPeriod, ReturnStep
from congress.returns.queries import (
    DIVISION_KINDS,
    FILERS,
    SCHOOL_KINDS,
    filers_of,
    last_contacts,
    lock_return,
    may_file,
    open_returns,
    periods_of,
)
from congress.returns.rules import ANSWER_DAYS, EARLY_DAYS, BadLine, due_day, read_lines, wrong_figures
from congress.returns.states import DEPARTMENT, TRANSITIONS, ReturnState, Step
from congress.schools.queries import all_divisions, all_schools

KEPT = ("signed_by", "signed_post", "contact", "phone")


def open_period(
    session: Session, congress: Congress, facts: Mapping[str, Any], *, zone: ZoneInfo, by: Actor, now: datetime
) -> ReturnPeriod:
    """Open a month: `month`, `template` as text, `kinds` of units, names of `departments`, `working_days`.

    Whoever signed and answered the phone last time is proposed again.

    Raises:
        Invalid: the month has not begun or is open already, a line of the template cannot be read.
    """
    month: date = facts["month"]
    if month > local_day(now, zone):
        raise Invalid.field("month", _("This month has not begun."))
    if any(one.month == month for one in periods_of(session, congress.id)):
        raise Invalid.field("month", _("This month is open already."))
    try:
        lines = read_lines(facts["template"])
    except BadLine as bad:
        raise Invalid.field("template", _("Line %(number)s cannot be read.", number=bad.number)) from None
    if not lines:
        raise Invalid.field("template", _("At least one line is needed."))
    due_on = due_day(month, facts["working_days"], work_calendar(session))
    known = last_contacts(session, congress.id)
    period = ReturnPeriod(
        congress_id=congress.id, month=month, lines=[asdict(line) for line in lines], due_on=due_on,
        opened_by=by.user_id, opened_at=now,
    )  # fmt: skip
    session.add(period)
    session.flush()
    for kind, code, name, parent in _units(session, facts["kinds"], facts["departments"]):
        last = known.get((kind, code))
        session.add(
            MonthlyReturn(
                public_id=new_id(), period_id=period.id, unit_kind=kind, code=code, name=name, parent_code=parent,
                due_on=due_on, figures={}, **({field: getattr(last, field) for field in KEPT} if last else {}),
            )
        )  # fmt: skip
    session.flush()
    record(session, by, "returns.opened", "returns", period.slug, now=now)
    return period


def _units(session: Session, kinds: Sequence[str], departments: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """(kind, code, name, prefecture), in the order of the official lists; a department is known by its name."""
    units = [
        (one.kind, one.code, one.name, "")
        for one in all_schools(session)
        if one.kind in kinds and one.kind in SCHOOL_KINDS
    ]
    units += [
        (one.kind, one.code, one.name, one.parent.code if one.parent else "")
        for one in all_divisions(session)
        if one.kind in kinds and one.kind in DIVISION_KINDS
    ]
    return units + [(DEPARTMENT, name, name, "") for name in dict.fromkeys(departments)]


def _move(session: Session, found: MonthlyReturn, state: ReturnState, *, by: Actor | None = None) -> None:
    """One step of the table, the row held; `by` decides and did not file. Raises StateRefused, SamePerson."""
    lock_return(session, found.id)
    session.refresh(found, ["state", "filed_by"])
    if by is not None and found.filed_by == by.user_id:
        raise SamePerson
    if state not in TRANSITIONS[ReturnState(found.state)]:
        raise StateRefused
    found.move_to(state)


def _step(session: Session, found: MonthlyReturn, step: Step, text: str, *, by: Actor | None, now: datetime) -> None:
    session.add(
        ReturnStep(
            return_id=found.id, step=step, text=text, user_id=by.user_id if by else None,
            who=by.display_name if by else "", at=now,
        )
    )  # fmt: skip
    session.flush()
    if by is not None:
        record(session, by, f"return.{step}", "return", found.public_id, now=now)


def file_return(
    session: Session, found: MonthlyReturn, facts: Mapping[str, Any], *, zone: ZoneInfo, by: Actor, now: datetime
) -> None:
    """File `figures` (key → fen or number) or `nil`, signed off by a name; until it is accepted it may be corrected.

    Raises:
        Forbidden: the unit is somebody else's.
        Invalid: figures beside 零报告, or neither.
        StateRefused: it is accepted already.
    """
    if not may_file(by, found):
        raise Forbidden(_("This return is filed by the unit itself."))
    fault = wrong_figures(facts["figures"], nil=facts["nil"])
    if fault == "nil":
        raise Invalid.field("nil", _("There are figures: either take them out or do not report nothing."))
    if fault == "empty":
        raise Invalid.field("nil", _("Where there is nothing to report, say so here."))
    _move(session, found, ReturnState.FILED)
    if found.filed_at is None:
        found.was_late = local_day(now, zone) > found.due_on
    found.figures, found.nil, found.note = dict(facts["figures"]), facts["nil"], facts["note"]
    for field in KEPT:
        setattr(found, field, facts[field])
    found.filed_by, found.filed_at = by.user_id, now
    found.decided_by = found.decided_at = None
    _step(session, found, Step.FILED, _("signed off by %(name)s", name=found.signed_by), by=by, now=now)


def accept_return(session: Session, found: MonthlyReturn, *, by: Actor, now: datetime) -> None:
    """Take the figures as they are; raises SamePerson, StateRefused."""
    _move(session, found, ReturnState.ACCEPTED, by=by)
    found.decided_by, found.decided_at = by.user_id, now
    _step(session, found, Step.ACCEPTED, "", by=by, now=now)


def send_back(
    session: Session, found: MonthlyReturn, questions: str, *, zone: ZoneInfo, by: Actor, now: datetime
) -> None:
    """Ask the unit; it has three working days to answer. Also what was accepted may be asked about again.

    Raises:
        SamePerson, StateRefused: as for accepting.
    """
    _move(session, found, ReturnState.RETURNED, by=by)
    found.decided_by, found.decided_at, found.reminders = by.user_id, now, 0
    found.due_on = max(found.due_on, work_calendar(session).after(local_day(now, zone), ANSWER_DAYS))
    _step(session, found, Step.RETURNED, questions, by=by, now=now)
    for user in filers_of(holders_of(session, FILERS), found):
        tell_questions(session, found, user, questions, now=now)


def remind_units(session: Session, *, zone: ZoneInfo, now: datetime) -> int:
    """Remind each unit before its return is due and once when it is late; how many were reminded."""
    waiting, today = open_returns(session), local_day(now, zone)
    if not waiting:
        return 0
    calendar, known, count = work_calendar(session), holders_of(session, FILERS), 0
    for one in waiting:
        wanted = 2 if one.is_late(today) else int(today >= calendar.before(one.due_on, EARLY_DAYS))
        if one.reminders >= wanted:
            continue
        one.reminders, count = wanted, count + 1
        _step(session, one, Step.REMINDED, "", by=None, now=now)
        for user in filers_of(known, one):
            tell_due(session, one, user, late=one.is_late(today), now=now)
    return count
