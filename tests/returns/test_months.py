"""月报: what a unit files, what the ledger proposes, who decides, who is late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.access import Actor, Grant
from congress.foundation.errors import Forbidden, Invalid, StateRefused
from congress.foundation.workdays import WorkCalendar
from congress.notifications.queries import messages_to
from congress.returns.actions import accept_return, file_return, open_period, remind_units, send_back
from congress.returns.errors import NoSuchReturn, SamePerson
from congress.returns.models import MonthlyReturn, ReturnPeriod
from congress.returns.queries import (
    ledger_of_month,
    next_to_file,
    own_returns,
    return_for,
    returns_of,
    totals_of,
)
from congress.returns.rules import (
    STANDARD,
    BadLine,
    due_day,
    month_before,
    proposed,
    read_lines,
    read_month,
    write_lines,
    wrong_figures,
)
from congress.returns.states import TRANSITIONS, ReturnState
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress
from tests.factories.schools import (
    COUNTY,
    HIGH_SCHOOL,
    OTHER_UNIVERSITY,
    PREFECTURE,
    UNIVERSITY,
    make_reference,
)

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = date(2026, 10, 1)
# a Tuesday in Changsha
NOW = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)


def actor(user: User, role: str, kind: str | None = None, code: str | None = None) -> Actor:
    return Actor(user_id=user.id, display_name=user.name, grants=(Grant(role, kind, code),))


class Month:
    """October, open for universities, places and one department."""

    def __init__(self, session: Session) -> None:
        self.session, self.congress = session, make_congress(session)
        make_reference(session)
        self.organiser = self.somebody("organiser")
        self.second = self.somebody("organiser", email="second@example.test")
        self.school = self.somebody("school", "school", UNIVERSITY)
        self.other_school = self.somebody("school", "school", OTHER_UNIVERSITY, email="other@example.test")
        self.division = self.somebody("division", "division", PREFECTURE)
        self.period = self.open(OCTOBER)

    def somebody(self, role: str, kind: str | None = None, code: str | None = None, email: str = "") -> Actor:
        address = email or f"{role}@example.test"
        return actor(make_user(self.session, role, email=address, kind=kind, code=code), role, kind, code)

    def open(self, month: date, **more: Any) -> ReturnPeriod:
        facts = {
            "month": month,
            "template": write_lines(STANDARD),
            "working_days": 5,
            "kinds": ["university", "prefecture", "county"],
            "departments": ["示例厅"],
        }
        return open_period(self.session, self.congress, facts | more, zone=ZONE, by=self.organiser, now=NOW)

    def of(self, code: str, period: ReturnPeriod | None = None) -> MonthlyReturn:
        rows = returns_of(self.session, self.organiser, (period or self.period).id)
        return next(one for one in rows if one.code == code)

    def file(self, found: MonthlyReturn, by: Actor, *, now: datetime = NOW, nil: bool = False, **figures: int) -> None:
        facts = {
            "figures": figures, "nil": nil, "note": "", "signed_by": "示例分管领导", "signed_post": "副校长",
            "contact": "示例联络员", "phone": "0731-00000000",
        }  # fmt: skip
        file_return(self.session, found, facts, zone=ZONE, by=by, now=now)

    def told(self, address: str) -> list[str]:
        return [message.event for message in messages_to(self.session, [address])]


@pytest.fixture
def month(session: Session) -> Month:
    return Month(session)


def test_a_month_is_due_on_a_working_day_after_it() -> None:
    # the 1st is a Sunday; five working days end on Friday the 6th
    assert due_day(OCTOBER, 5, WorkCalendar()) == date(2026, 11, 6)
    # the national holiday at the beginning of October is not worked
    assert due_day(date(2026, 9, 1), 1, WorkCalendar()) > date(2026, 10, 6)


def test_a_template_is_what_was_written() -> None:
    assert tuple(read_lines(write_lines(STANDARD))) == STANDARD
    assert read_month("2026-11") == date(2026, 11, 1)
    assert read_month("2026-13") is None
    assert month_before(date(2027, 1, 25)) == month_before(date(2027, 1, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "bad",
    [
        "a | 甲 | A",
        "a | 甲 | A | yuan",
        "a b | 甲 | A | wan",
        "a | 甲 | A | wan | money",
        "a | 甲 | A | wan | talent | x",
    ],
)
def test_a_line_that_cannot_be_read_is_named(bad: str) -> None:
    with pytest.raises(BadLine) as refused:
        read_lines(f"first | 一 | First | count\n{bad}")
    assert refused.value.number == 2


def test_the_same_line_twice_is_refused(month: Month) -> None:
    with pytest.raises(Invalid):
        month.open(date(2026, 9, 1), template="a | 甲 | A | wan\na | 乙 | B | wan")


def test_nothing_is_said_and_figures_are_not_both() -> None:
    assert wrong_figures({"a": 0}, nil=False) == "empty"
    assert wrong_figures({"a": 1}, nil=True) == "nil"
    assert wrong_figures({"a": 1}, nil=False) is wrong_figures({"a": 0}, nil=True) is None


def test_an_open_month_has_a_return_of_each_unit(month: Month) -> None:
    rows = returns_of(month.session, month.organiser, month.period.id)
    assert [one.code for one in rows][:3] == [UNIVERSITY, OTHER_UNIVERSITY, PREFECTURE]
    assert {one.code for one in rows} >= {COUNTY, "示例厅"}
    assert HIGH_SCHOOL not in {one.code for one in rows}
    with pytest.raises(Invalid):
        month.open(OCTOBER)
    with pytest.raises(Invalid):
        month.open(date(2026, 12, 1))


def test_a_unit_sees_its_own_and_a_prefecture_its_counties(month: Month) -> None:
    session, period = month.session, month.period.id
    assert [one.code for one in returns_of(session, month.school, period)] == [UNIVERSITY]
    assert {one.code for one in returns_of(session, month.division, period)} == {PREFECTURE, COUNTY}
    assert [one.code for one in own_returns(session, month.division, month.congress.id)] == [PREFECTURE]
    with pytest.raises(NoSuchReturn):
        return_for(session, month.other_school, month.congress.id, month.of(UNIVERSITY).public_id)
    with pytest.raises(Forbidden):
        month.file(month.of(COUNTY), month.division, visits=1)


def test_a_return_goes_there_and_back_until_it_is_accepted(month: Month) -> None:
    session = month.session
    month.file(month.of(UNIVERSITY), month.school, investment=500_000_000)
    month.file(month.of(UNIVERSITY), month.school, investment=600_000_000)
    send_back(session, month.of(UNIVERSITY), "到位资金有无凭证？", zone=ZONE, by=month.organiser, now=NOW)
    assert month.of(UNIVERSITY).due_on == date(2026, 11, 6)
    assert month.told("school@example.test") == ["returns.sent_back"]
    month.file(month.of(UNIVERSITY), month.school, investment=600_000_000)
    accept_return(session, month.of(UNIVERSITY), by=month.organiser, now=NOW)
    found = month.of(UNIVERSITY)
    assert [step.step for step in found.steps] == ["filed", "filed", "returned", "filed", "accepted"]
    assert (found.state, found.figures, found.signed_by) == ("accepted", {"investment": 600_000_000}, "示例分管领导")
    with pytest.raises(StateRefused):
        month.file(found, month.school, investment=1)


def test_questions_give_three_working_days_more(month: Month) -> None:
    month.file(month.of(UNIVERSITY), month.school, visits=1)
    send_back(month.session, month.of(UNIVERSITY), "示例", zone=ZONE, by=month.organiser, now=NOW + timedelta(days=6))
    assert month.of(UNIVERSITY).due_on == date(2026, 11, 12)


def test_who_files_for_a_department_does_not_accept_it(month: Month) -> None:
    month.file(month.of("示例厅"), month.organiser, visits=2)
    with pytest.raises(SamePerson):
        accept_return(month.session, month.of("示例厅"), by=month.organiser, now=NOW)
    with pytest.raises(SamePerson):
        send_back(month.session, month.of("示例厅"), "示例", zone=ZONE, by=month.organiser, now=NOW)
    accept_return(month.session, month.of("示例厅"), by=month.second, now=NOW)


def test_what_happened_to_a_return_is_never_changed(month: Month) -> None:
    month.file(month.of(UNIVERSITY), month.school, visits=1)
    [step] = month.of(UNIVERSITY).steps
    step.text = "示例"
    with pytest.raises(DBAPIError, match="append-only"):
        month.session.flush()
    month.session.rollback()


def test_units_are_reminded_before_the_day_and_once_after_it(month: Month) -> None:
    session = month.session
    assert remind_units(session, zone=ZONE, now=NOW) == 0
    soon, late = NOW + timedelta(days=1), NOW + timedelta(days=6)
    count = len(returns_of(session, month.organiser, month.period.id))
    assert remind_units(session, zone=ZONE, now=soon) == count
    assert remind_units(session, zone=ZONE, now=soon) == 0
    month.file(month.of(UNIVERSITY), month.school, visits=1)
    assert remind_units(session, zone=ZONE, now=late) == count - 1
    assert remind_units(session, zone=ZONE, now=late + timedelta(days=3)) == 0
    assert month.told("school@example.test") == ["returns.due"]
    assert sorted(month.told("division@example.test")) == ["returns.due", "returns.late"]


def test_totals_say_who_filed_and_who_is_late_kind_by_kind(month: Month) -> None:
    late = NOW + timedelta(days=6)
    month.file(month.of(UNIVERSITY), month.school, visits=3, investment=100)
    month.file(month.of(OTHER_UNIVERSITY), month.other_school, now=late, nil=True)
    month.file(month.of("示例厅"), month.organiser, visits=50)
    accept_return(month.session, month.of(UNIVERSITY), by=month.organiser, now=NOW)
    rows = returns_of(month.session, month.organiser, month.period.id)
    [university, prefecture, _county, department] = totals_of(rows, date(2026, 11, 9))
    assert (university.units, university.filed, university.accepted, university.nil) == (2, 2, 1, 1)
    assert (university.late, university.in_time) == (0, 1)
    assert (university.figures, department.figures) == ({"visits": 3, "investment": 100}, {"visits": 50})
    assert (prefecture.units, prefecture.filed, prefecture.late) == (2, 0, 2)
    send_back(month.session, month.of(UNIVERSITY), "示例", zone=ZONE, by=month.organiser, now=NOW)
    rows = returns_of(month.session, month.organiser, month.period.id)
    assert totals_of(rows, OCTOBER)[0].figures == {}


def test_the_next_month_knows_whom_to_call(month: Month) -> None:
    month.file(month.of(UNIVERSITY), month.school, visits=1)
    november = month.open(date(2026, 11, 1))
    kept = month.of(UNIVERSITY, november)
    assert (kept.signed_by, kept.contact, kept.phone) == ("示例分管领导", "示例联络员", "0731-00000000")
    assert (kept.state, kept.figures) == ("due", {})
    following = next_to_file(month.session, month.school, month.congress.id)
    assert following is not None
    assert following.public_id == kept.public_id


def test_the_ledger_proposes_what_was_recorded_in_the_month() -> None:
    ledger = {"investment": (5_000_000, 0), "talent": (0, 3), "donation": (-7, 0)}
    assert proposed(STANDARD, ledger) == {"investment": 5_000_000, "talents": 3, "research": 0, "donations": 0}


def test_an_empty_ledger_proposes_nothing(month: Month) -> None:
    assert ledger_of_month(month.session, month.congress.id, OCTOBER, zone=ZONE, now=NOW) == {}


@pytest.mark.parametrize("old", list(ReturnState))
@pytest.mark.parametrize("new", list(ReturnState))
def test_a_return_moves_only_as_the_table_says(old: ReturnState, new: ReturnState) -> None:
    found = MonthlyReturn(state=old)
    if new in TRANSITIONS[old]:
        found.move_to(new)
        assert found.state == new
    else:
        with pytest.raises(ValueError, match="does not lead to"):
            found.move_to(new)
