"""校友吹哨、专员报到: who may do what to a call, and by when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.access import Actor, Grant
from congress.foundation.errors import StateRefused
from congress.foundation.workdays import WorkCalendar
from congress.helpdesk.actions import (
    close_call,
    escalate_late_calls,
    hand_back,
    make_call,
    note_on_call,
    reopen_call,
    solve_call,
    take_call,
)
from congress.helpdesk.models import HelpCall
from congress.helpdesk.queries import call_for, desk_figures
from congress.helpdesk.rules import deadlines
from congress.helpdesk.states import TRANSITIONS, CallState
from congress.notifications.queries import messages_to
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress

ZONE = ZoneInfo("Asia/Shanghai")
# a Wednesday morning in Changsha
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def actor(user: User) -> Actor:
    return Actor(user_id=user.id, display_name=user.name, grants=tuple(Grant(one.role) for one in user.grants))


class Desk:
    """A call of an alumnus, and two officers."""

    def __init__(self, session: Session) -> None:
        self.session, self.congress = session, make_congress(session)
        self.caller, self.officer, self.other = (
            actor(make_user(session, role, email=f"{name}@example.test"))
            for name, role in (("caller", "alumnus"), ("officer", "officer"), ("other", "officer"))
        )
        facts = {"name": "示例校友", "contact": "caller@example.test", "language": "zh", "field": "policy",
                 "subject": "示例", "text": "示例诉求"}  # fmt: skip
        self.public_id = make_call(session, self.congress, facts, zone=ZONE, by=self.caller, now=NOW).public_id

    @property
    def call(self) -> HelpCall:
        return call_for(self.session, self.caller, self.congress.id, self.public_id)

    def told(self, address: str) -> list[str]:
        return [message.event for message in messages_to(self.session, [address])]


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_deadlines_fall_on_the_ends_of_working_days() -> None:
    found = deadlines(NOW, WorkCalendar(), ZONE)
    assert found.answer_by.astimezone(ZONE) == datetime(2026, 11, 27, tzinfo=ZONE)
    assert found.solve_by.astimezone(ZONE) == datetime(2026, 12, 10, tzinfo=ZONE)


def test_a_call_goes_from_the_whistle_to_the_stars(desk: Desk) -> None:
    session = desk.session
    take_call(session, desk.call, by=desk.officer, now=NOW)
    note_on_call(session, desk.call, "已联系园区", by=desk.officer, now=NOW)
    solve_call(session, desk.call, "已办理", by=desk.officer, now=NOW)
    reopen_call(session, desk.call, "还差一份材料", by=desk.caller, now=NOW)
    solve_call(session, desk.call, "已补齐", by=desk.officer, now=NOW)
    close_call(session, desk.call, 5, "", by=desk.caller, now=NOW)
    steps = [step.step for step in desk.call.steps]
    assert steps == ["called", "taken", "noted", "solved", "reopened", "solved", "closed"]
    figures = desk_figures(session, desk.congress.id, now=NOW)
    assert (figures.by_state, figures.answered, figures.answered_in_time, figures.rating) == ({"closed": 1}, 1, 1, 5.0)
    assert desk.told("caller@example.test") == ["helpdesk.changed"] * 4


def test_of_two_officers_one_takes_the_call(desk: Desk) -> None:
    take_call(desk.session, desk.call, by=desk.officer, now=NOW)
    with pytest.raises(StateRefused):
        take_call(desk.session, desk.call, by=desk.other, now=NOW)
    hand_back(desk.session, desk.call, "不在职责范围", by=desk.officer, now=NOW)
    take_call(desk.session, desk.call, by=desk.other, now=NOW)
    assert desk.call.officer_id == desk.other.user_id


def test_all_officers_hear_once_of_a_call_that_nobody_answered(desk: Desk) -> None:
    late = NOW + timedelta(days=3)
    assert escalate_late_calls(desk.session, now=NOW) == 0
    assert escalate_late_calls(desk.session, now=late) == 1
    assert escalate_late_calls(desk.session, now=late) == 0
    assert desk.told("officer@example.test") == desk.told("other@example.test") == ["helpdesk.late"]
    assert desk_figures(desk.session, desk.congress.id, now=late).late == 1


@pytest.mark.parametrize("old", list(CallState))
@pytest.mark.parametrize("new", list(CallState))
def test_a_call_moves_only_as_the_table_says(old: CallState, new: CallState) -> None:
    call = HelpCall(state=old)
    if new in TRANSITIONS[old]:
        call.move_to(new)
        assert call.state == new
    else:
        with pytest.raises(ValueError, match="does not lead to"):
            call.move_to(new)
