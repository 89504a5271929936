"""Working days as China counts them, and the plan backwards that is made of them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from congress.credit.plan import STAGES, plan_backwards
from congress.credit.publishing import objection_time
from congress.credit.rules import last_day_of, period_before, rule_set
from congress.foundation.access import SYSTEM
from congress.foundation.workdays import NoWorkingDay, WorkCalendar, clear_day, set_day, work_calendar

ANNOUNCED = WorkCalendar()


def test_a_make_up_saturday_is_worked_and_a_holiday_is_not() -> None:
    assert ANNOUNCED.is_working(date(2026, 10, 10))
    assert not ANNOUNCED.is_working(date(2026, 10, 5))
    assert not ANNOUNCED.is_working(date(2026, 11, 1))


def test_five_working_days_after_the_last_one_before_the_national_holiday_end_after_it() -> None:
    # 1 to 7 October are off, Saturday the 10th makes up for one of them
    assert ANNOUNCED.after(date(2026, 9, 30), 5) == date(2026, 10, 13)


def test_a_year_that_is_not_announced_goes_by_the_week_and_says_so() -> None:
    assert ANNOUNCED.is_working(date(2031, 1, 1))
    assert ANNOUNCED.is_provisional(date(2031, 1, 1))
    assert not ANNOUNCED.is_provisional(date(2026, 12, 31))
    assert ANNOUNCED.any_provisional(date(2026, 12, 30), date(2027, 1, 1))
    assert not ANNOUNCED.any_provisional(date(2026, 12, 30), date(2026, 12, 31))


def test_what_is_set_by_hand_wins_and_is_no_longer_provisional() -> None:
    holiday = WorkCalendar({date(2031, 1, 1): False})
    assert not holiday.is_working(date(2031, 1, 1))
    assert not holiday.is_provisional(date(2031, 1, 1))


def test_a_table_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    days = {date.fromordinal(date(2026, 1, 1).toordinal() + number): False for number in range(200)}
    with pytest.raises(NoWorkingDay):
        WorkCalendar(days).after(date(2026, 1, 1), 1)


def test_settings_are_kept_and_can_be_taken_back(session: Session, now: datetime) -> None:
    day = date(2026, 11, 2)
    set_day(session, day, working=False, note="示例通知", by=SYSTEM, now=now)
    set_day(session, day, working=False, note="示例通知二", by=SYSTEM, now=now)
    assert not work_calendar(session).is_working(day)
    clear_day(session, day, by=SYSTEM, now=now)
    clear_day(session, day, by=SYSTEM, now=now)
    assert work_calendar(session).is_working(day)


def test_from_the_cut_off_of_2026_to_the_congress_there_are_fourteen_working_days() -> None:
    rules = rule_set()
    cut_off = last_day_of(period_before(date(2026, 11, 20), rules), rules)
    assert cut_off == date(2026, 10, 31)
    plan = plan_backwards(
        opens_on=date(2026, 11, 20), starts_after=cut_off, lengths=rules.plan, calendar=ANNOUNCED
    )  # fmt: skip
    assert (plan.available, plan.needed, plan.missing) == (14, 14, 0)
    assert (plan.stages[0].first, plan.stages[-1].last) == (date(2026, 11, 2), date(2026, 11, 19))
    assert not plan.provisional
    for earlier, later in zip(plan.stages, plan.stages[1:], strict=False):
        assert ANNOUNCED.count(earlier.first, later.first) == earlier.days
        assert earlier.last < later.first


def test_a_plan_that_does_not_fit_says_how_many_days_are_missing() -> None:
    lengths = dict.fromkeys(STAGES, 3)
    plan = plan_backwards(
        opens_on=date(2026, 11, 20), starts_after=date(2026, 10, 31), lengths=lengths, calendar=ANNOUNCED
    )  # fmt: skip
    assert plan.missing == 4
    assert plan.stages[0].first <= plan.starts_after


def test_a_stage_of_no_days_is_left_out() -> None:
    lengths = dict.fromkeys(STAGES, 0) | {"announcing": 5}
    plan = plan_backwards(
        opens_on=date(2026, 11, 20), starts_after=date(2026, 10, 31), lengths=lengths, calendar=ANNOUNCED
    )  # fmt: skip
    assert [(one.key, one.first, one.last) for one in plan.stages] == [
        ("announcing", date(2026, 11, 13), date(2026, 11, 19))
    ]


def test_objections_end_with_the_fifth_working_day_in_the_congresss_own_zone(session: Session) -> None:
    # half past midnight of Friday the 9th in Changsha is still Thursday in UTC; Saturday the 10th is worked
    start = datetime(2026, 10, 8, 16, 30, tzinfo=UTC)
    until, provisional = objection_time(session, start, ZoneInfo("Asia/Shanghai"))
    assert until == datetime(2026, 10, 15, 16, 0, tzinfo=UTC)
    assert not provisional
