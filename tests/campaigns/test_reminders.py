"""Reminders before and thanks after: by a schedule that a second person lets run, once each, at the time of the day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from congress.accounts.models import User
from congress.campaigns.models import Reminder, ReminderLetter
from congress.campaigns.rules import moments_of
from congress.campaigns.states import Occasion, ReminderState
from congress.campaigns.tasks import send_reminders
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.notifications.models import Message
from congress.notifications.tasks import deliver_due
from congress.programme.models import Congress, Forum
from congress.programme.queries import the_congress
from congress.registration.actions import cancel_registration
from congress.registration.models import Registration
from tests.campaigns.conftest import PEOPLE
from tests.checkin.desk import Desk
from tests.factories.accounts import signed_in
from tests.factories.campaigns import make_reminder
from tests.notifications.mailbox import Box

PAGE = "/console/reminders"
CHANGSHA = ZoneInfo("Asia/Shanghai")
A_WEEK_BEFORE = datetime(2036, 11, 13, 9, tzinfo=CHANGSHA)
THE_MORNING = datetime(2036, 11, 20, 8, tzinfo=CHANGSHA)
WEEK = {"occasion": "congress", "days": "7", "at": "09:00"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Lets it be another time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, moment: datetime) -> None:
        self.monkeypatch.setattr(clock, "now", lambda: moment.astimezone(UTC))


def running(**more: object) -> None:
    """A reminder that somebody switched on."""
    with unit_of_work() as session:
        writer = session.scalars(select(User).limit(1)).one()
        reminder = make_reminder(session, the_congress(session), writer, **more)
        reminder.state = ReminderState.ON


def told() -> list[str]:
    """Who was reminded, in the order of the letters."""
    with reading() as session:
        return list(session.scalars(select(ReminderLetter.address).order_by(ReminderLetter.id)))


def test_what_a_second_person_switched_on_goes_out_once_at_its_time_in_each_ones_language(
    site: Flask, organiser: FlaskClient, second: FlaskClient, box: Box, at: Clock
) -> None:
    page = organiser.post(PAGE, data=WEEK).headers["Location"]
    assert organiser.post(f"{page}/release", data={"version": "1"}).status_code == 403
    at(A_WEEK_BEFORE)
    assert send_reminders() == 0
    second = signed_in(site, "second@congress.test")
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 302
    at(A_WEEK_BEFORE - timedelta(minutes=1))
    assert send_reminders() == 0
    at(A_WEEK_BEFORE)
    assert send_reminders() == len(PEOPLE)
    assert send_reminders() == 0
    deliver_due()
    found = {letter["To"]: letter for letter in box.letters}
    assert len(box.letters) == len(found) == len(PEOPLE)
    zh, en = found["jia@example.test"], found["sample@example.test"]
    assert (zh["Subject"], en["Subject"]) == ("校友回湘大会即将举行", "Alumni Congress is near")
    assert zh["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in zh.iter_attachments()] == ["text/calendar"]
    assert "20–21 November 2036" in en.get_body(("plain",)).get_content()


def test_of_a_forum_those_are_told_in_the_morning_who_hold_it_and_again_when_it_moves_to_another_day(
    site: Flask, at: Clock
) -> None:
    running(occasion="forums", days=0, at=time(8))
    at(THE_MORNING)
    assert send_reminders() == 1
    assert send_reminders() == 0
    with unit_of_work() as session:
        [message] = session.scalars(select(Message).where(Message.event == "reminders.forums"))
        assert "09:00“专场opening”（一号厅）" in message.text
        forum = session.scalars(select(Forum)).one()
        forum.starts_at, forum.ends_at = (one + timedelta(days=1) for one in (forum.starts_at, forum.ends_at))
    assert send_reminders() == 0
    at(THE_MORNING + timedelta(days=1))
    assert send_reminders() == 1
    assert told() == ["jia@example.test"] * 2


@pytest.mark.one_database
def test_nobody_is_told_of_a_forum_that_has_begun_or_that_nobody_may_know_of(site: Flask, at: Clock) -> None:
    running(occasion="forums", days=0, at=time(8))
    at(THE_MORNING + timedelta(hours=1))
    assert send_reminders() == 0
    with unit_of_work() as session:
        session.execute(update(Forum).values(released=False))
    at(THE_MORNING)
    assert send_reminders() == 0


@pytest.mark.one_database
def test_whoever_cancelled_or_registered_since_is_not_reminded(site: Flask, at: Clock) -> None:
    running()
    with unit_of_work() as session:
        one = update(Registration).where(Registration.email == "jia@example.test").values(status="cancelled")
        session.execute(one)
        late = A_WEEK_BEFORE + timedelta(minutes=1)
        session.execute(
            update(Registration).where(Registration.email == "yi@example.test").values(created_at=late)
        )  # fmt: skip
    at(A_WEEK_BEFORE + timedelta(minutes=2))
    send_reminders()
    assert told() == ["sample@example.test"]


@pytest.mark.stricter_database
def test_a_reminder_that_waits_does_not_reach_who_has_just_cancelled(site: Flask, box: Box, at: Clock) -> None:
    running()
    at(A_WEEK_BEFORE)
    send_reminders()
    with unit_of_work() as session:
        cancelled = session.scalars(select(Registration).where(Registration.email == "jia@example.test")).one()
        cancel_registration(session, cancelled, by=SYSTEM, now=A_WEEK_BEFORE)
    deliver_due()
    reminded = [letter["To"] for letter in box.letters if [*letter.iter_attachments()]]
    assert sorted(reminded) == ["sample@example.test", "yi@example.test"]
    with reading() as session:
        [kept] = session.scalars(select(Message).where(Message.state == "withdrawn"))
        assert (kept.address, kept.last_error) == ("jia@example.test", "stays-away")


@pytest.mark.one_database
def test_the_times_follow_the_congress_and_what_is_late_is_left(site: Flask, at: Clock) -> None:
    running()
    with unit_of_work() as session:
        session.execute(update(Congress).values(starts_on=date(2036, 11, 19)))
    at(A_WEEK_BEFORE)
    assert send_reminders() == 0
    at(A_WEEK_BEFORE - timedelta(hours=13))
    assert send_reminders() == len(PEOPLE)


def test_thanks_go_with_the_certificate_to_those_who_came_and_wish_for_letters(desk: Desk, at: Clock) -> None:
    for number in (1, 2, 3):
        one = desk.register(number)
        if number != 3:
            desk.scan(one["badge"]["token"])
    running(occasion="thanks", days=1, at=time(10))
    at(datetime(2036, 11, 21, 10, tzinfo=CHANGSHA))
    assert send_reminders() == 0
    at(datetime(2036, 11, 22, 10, tzinfo=CHANGSHA))
    assert send_reminders() == 2
    with reading() as session:
        first, _then = session.scalars(select(Message).where(Message.event == "reminders.thanks").order_by(Message.id))
        code = session.scalars(select(Registration.code).where(Registration.email == first.address)).one()
        assert f"/me/{code}/certificate-zh.pdf" in first.text
        assert first.enclosures == []
        link = first.unsubscribe_link
    assert link is not None
    assert desk.client.post(link.removeprefix("http://congress.test")).status_code == 200
    with unit_of_work() as session:
        session.query(ReminderLetter).delete()
    assert send_reminders() == 1
    assert told() == ["a2@example.test"]


@pytest.mark.one_database
def test_the_page_shows_when_what_goes_to_how_many_and_how_a_person_reads_it(
    site: Flask, organiser: FlaskClient
) -> None:
    assert "尚无提醒" in organiser.get(PAGE).get_data(as_text=True)
    week = organiser.post(PAGE, data=WEEK).headers["Location"]
    organiser.post(PAGE, data={"occasion": "forums", "days": "0", "at": "08:00"})
    shown = organiser.get(PAGE).get_data(as_text=True)
    first, _then, _rest = shown.partition("11月13日（周四）09:00")[2].partition("11月20日（周四）08:00")
    assert f">{len(PEOPLE)}</td>" in first
    with reading() as session:
        code = session.scalars(select(Registration.code).where(Registration.email == "yi@example.test")).one()
    preview = organiser.get(f"{week}?code={code.lower()}").get_data(as_text=True)
    assert "&lt;b&gt;示例乙：" in preview
    assert "Dear &lt;b&gt;示例乙," in preview
    assert "没有该编码的收信人" in organiser.get(f"{week}?code=NOBODY").get_data(as_text=True)
    thanks = organiser.post(PAGE, data={"occasion": "thanks", "days": "1", "at": "10:00"}).headers["Location"]
    assert "目前情况没有收信人；届时内容如下" in organiser.get(thanks).get_data(as_text=True)


@pytest.mark.one_database
def test_what_cannot_be_is_refused_and_stays_typed(site: Flask, organiser: FlaskClient) -> None:
    refused = [
        ({"occasion": "thanks", "days": "0"}, "至少晚一天"),
        ({"at": "21:30"}, "不发消息"),
        ({"days": "61"}, "0 至 60 天"),
        ({"days": ""}, "必填"),
        ({"occasion": "nonsense"}, "请再看一下"),
    ]
    for typed, said in refused:
        answer = organiser.post(PAGE, data=WEEK | typed)
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
        assert said in shown
        assert f'value="{(WEEK | typed)["at"]}"' in shown
    with reading() as session:
        assert session.scalars(select(Reminder)).all() == []


@pytest.mark.one_database
def test_a_change_switches_it_off_and_is_read_once_more(
    site: Flask, organiser: FlaskClient, second: FlaskClient
) -> None:
    page = organiser.post(PAGE, data=WEEK).headers["Location"]
    second.post(f"{page}/release", data={"version": "1"})
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 409
    assert organiser.post(page, data=WEEK | {"days": "6"}).status_code == 302
    assert "未启用" in organiser.get(page).get_data(as_text=True)
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 409
    assert second.post(f"{page}/release", data={"version": "2"}).status_code == 302
    assert organiser.post(f"{page}/stop").status_code == 302
    assert "未启用" in organiser.get(page).get_data(as_text=True)
    organiser.post(PAGE, data=WEEK)
    assert "已有一项" in organiser.post(page, data=WEEK).get_data(as_text=True)


def test_a_day_with_several_forums_is_one_moment() -> None:
    days = [date(2036, 11, 21), date(2036, 11, 20), date(2036, 11, 20)]
    found = moments_of(
        Occasion.FORUMS, 1, time(18), starts_on=days[1], ends_on=days[0], forum_days=days, zone=CHANGSHA
    )  # fmt: skip
    assert [one.at.isoformat() for one in found] == ["2036-11-19T18:00:00+08:00", "2036-11-20T18:00:00+08:00"]
