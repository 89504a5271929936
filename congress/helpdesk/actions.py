"""Calling, taking, noting, solving, closing. Start reading at `make_call`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.workdays import work_calendar
from congress.helpdesk.messages import tell_caller, tell_late
from congress.helpdesk.models import CallStep, HelpCall
from congress.helpdesk.queries import late_calls, lock_call, officers, open_calls_of
from congress.helpdesk.rules import deadlines
from congress.helpdesk.states import TRANSITIONS, CallState, Step
from congress.programme.models import Congress
from congress.schools.queries import resolve_division

MOST_OPEN = 20


def make_call(
    session: Session, congress: Congress, facts: Mapping[str, Any], *, zone: ZoneInfo, by: Actor, now: datetime
) -> HelpCall:
    """Call for help: `name`, `contact`, `language`, `field`, `subject`, `text` and perhaps `division`.

    Raises:
        Invalid: no such division.
        StateRefused: twenty calls of this user are open already.
    """
    assert by.user_id is not None  # noqa: S101 -- only somebody signed in gets here
    if open_calls_of(session, by.user_id, congress.id) >= MOST_OPEN:
        raise StateRefused(_("Too many of your calls are still open."))
    division = resolve_division(session, facts["division"]) if facts.get("division") else None
    if facts.get("division") and division is None:
        raise Invalid.field("division", _("There is no such division."))
    limits = deadlines(now, work_calendar(session), zone)
    call = HelpCall(
        public_id=new_id(), congress_id=congress.id, caller_id=by.user_id, name=facts["name"],
        contact=facts["contact"], language=facts["language"], field=facts["field"], subject=facts["subject"],
        text=facts["text"], division_id=division.id if division else None, state=CallState.NEW, called_at=now,
        answer_by=limits.answer_by, solve_by=limits.solve_by,
    )  # fmt: skip
    session.add(call)
    session.flush()
    _step(session, call, Step.CALLED, "", by=by, now=now)
    record(session, by, "call.made", "call", call.public_id, now=now)
    return call


def _step(session: Session, call: HelpCall, step: Step, text: str, *, by: Actor | None, now: datetime) -> None:
    session.add(
        CallStep(
            call_id=call.id, step=step, text=text, user_id=by.user_id if by else None,
            who=by.display_name if by else "", at=now,
        )
    )  # fmt: skip
    session.flush()


def _move(session: Session, call: HelpCall, state: CallState) -> None:
    """One step of the table, the row held; raises StateRefused."""
    lock_call(session, call.id)
    session.refresh(call, ["state"])
    if state not in TRANSITIONS[CallState(call.state)]:
        raise StateRefused
    call.move_to(state)


def take_call(session: Session, call: HelpCall, *, by: Actor, now: datetime) -> None:
    """An officer reports for duty 专员报到; raises StateRefused where another was quicker."""
    _move(session, call, CallState.TAKEN)
    call.officer_id, call.taken_at = by.user_id, call.taken_at or now
    _step(session, call, Step.TAKEN, "", by=by, now=now)
    record(session, by, "call.taken", "call", call.public_id, now=now)
    tell_caller(session, call, by.display_name, now=now)


def note_on_call(session: Session, call: HelpCall, text: str, *, by: Actor, now: datetime) -> None:
    """Add what was done or asked; the other side is told. Raises StateRefused when the call has ended."""
    if call.state in {CallState.CLOSED, CallState.WITHDRAWN}:
        raise StateRefused
    _step(session, call, Step.NOTED, text, by=by, now=now)
    if by.user_id != call.caller_id:
        tell_caller(session, call, text, now=now)


def hand_back(session: Session, call: HelpCall, reason: str, *, by: Actor, now: datetime) -> None:
    """Give the call back to all officers; the deadlines stay. Raises StateRefused."""
    _move(session, call, CallState.NEW)
    call.officer_id = None
    _step(session, call, Step.HANDED_BACK, reason, by=by, now=now)
    record(session, by, "call.handed_back", "call", call.public_id, now=now)


def solve_call(session: Session, call: HelpCall, text: str, *, by: Actor, now: datetime) -> None:
    """Say how it was solved; whoever called is asked to agree. Raises StateRefused."""
    _move(session, call, CallState.SOLVED)
    call.solved_at = now
    _step(session, call, Step.SOLVED, text, by=by, now=now)
    record(session, by, "call.solved", "call", call.public_id, now=now)
    tell_caller(session, call, text, now=now)


def close_call(session: Session, call: HelpCall, rating: int, text: str, *, by: Actor, now: datetime) -> None:
    """The caller agrees and rates from 1 to 5. Raises StateRefused."""
    _move(session, call, CallState.CLOSED)
    call.rating = rating
    _step(session, call, Step.CLOSED, text, by=by, now=now)
    record(session, by, "call.closed", "call", call.public_id, now=now, rating=rating)


def reopen_call(session: Session, call: HelpCall, text: str, *, by: Actor, now: datetime) -> None:
    """The caller does not agree; the same officer goes on. Raises StateRefused."""
    _move(session, call, CallState.TAKEN)
    call.solved_at = None
    _step(session, call, Step.REOPENED, text, by=by, now=now)
    record(session, by, "call.reopened", "call", call.public_id, now=now)


def withdraw_call(session: Session, call: HelpCall, *, by: Actor, now: datetime) -> None:
    """The caller needs no help any more. Raises StateRefused."""
    _move(session, call, CallState.WITHDRAWN)
    _step(session, call, Step.WITHDRAWN, "", by=by, now=now)
    record(session, by, "call.withdrawn", "call", call.public_id, now=now)


def escalate_late_calls(session: Session, *, now: datetime) -> int:
    """Tell all officers of each call whose deadline has passed, once; how many there were."""
    late = late_calls(session, now=now)
    on_duty = officers(session) if late else []
    for call in late:
        call.escalated_at = now
        _step(session, call, Step.LATE, "", by=None, now=now)
        for officer in on_duty:
            tell_late(session, call, officer, now=now)
    return len(late)
