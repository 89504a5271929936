"""政策兑现: who promises, who moves a promise, what stays to be read, and who is reminded when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.promises.actions import climb, remind_offices
from congress.promises.rules import reminder_is_due
from congress.promises.states import OPEN_STATES, TRANSITIONS, PromiseState
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.promises import INVESTOR, keep_and_ask
from tests.factories.schools import COUNTY, OTHER_PREFECTURE, PREFECTURE

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2036, 11, 3, 1, 0, tzinfo=UTC)
DUE = date(2036, 11, 10)
FACTS = {
    "text": "前两年租金减半（虚构）",
    "office": COUNTY,
    "due_on": DUE.isoformat(),
    "amount_fen": 1_234_567_89,
    "basis": "示例政策〔2036〕1号",
    "review_number": "示例审查〔2036〕2号",
}


class Desk:
    """An intention in a county, and a promise that the county has to keep."""

    def __init__(self, client: FlaskClient) -> None:
        self.office = Office(client)
        self.intention = self.office.intention()["id"]

    def promise(self, who: str = "division", status: int = 201, **more: Any) -> dict[str, Any]:
        return self.office.ask(who, "POST", f"{C}/intentions/{self.intention}/promises", FACTS | more, status)

    def move(self, promise: str, state: str, reason: str = "", status: int = 200, who: str = "division") -> Any:
        body = {"state": state, "reason": reason}
        return self.office.ask(who, "POST", f"{C}/promises/{promise}/state", body, status)


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def remind(day: int) -> int:
    with unit_of_work() as session:
        return remind_offices(session, zone=ZONE, now=NOW + timedelta(days=day))


def told(session: Session) -> list[str]:
    return sorted(one.event for one in messages_to(session, ["division@congress.test"]))


def test_a_promise_is_kept_as_it_was_given(desk: Desk) -> None:
    made = desk.promise()
    assert made == desk.office.ask("school", "GET", f"{C}/promises/{made['id']}", status=200)
    assert {name: made[name] for name in FACTS} == FACTS
    assert (made["state"], made["first_due_on"], made["intention"]) == ("promised", FACTS["due_on"], desk.intention)


def test_a_promise_needs_an_office_a_day_and_a_basis(desk: Desk) -> None:
    for wrong in (
        {"office": "不存在的地方"}, {"due_on": None}, {"basis": " "}, {"amount_fen": 0}, {"amount_fen": 1.5},
        {"text": ""},
    ):  # fmt: skip
        problem = desk.promise(status=422, **wrong)
        assert [one["field"] for one in problem["errors"]] == list(wrong)


def test_nobody_promises_in_another_places_name(desk: Desk) -> None:
    desk.promise(status=403, office=OTHER_PREFECTURE)
    theirs = desk.promise(who="organiser", office=OTHER_PREFECTURE)
    desk.move(theirs["id"], "in_work", status=403)
    desk.office.ask("division", "PATCH", f"{C}/promises/{theirs['id']}", {"basis": "别的文件"}, 403)
    mine = desk.promise()
    desk.office.ask("division", "PATCH", f"{C}/promises/{mine['id']}", {"office": OTHER_PREFECTURE}, 403)


def test_an_ended_intention_takes_no_promise(desk: Desk) -> None:
    desk.office.ask("organiser", "POST", f"{C}/intentions/{desk.intention}/end", {"reason": "虚构"}, 200)
    desk.promise(status=409)


def test_keeping_refusing_and_taking_up_again_need_a_word_that_stays(desk: Desk) -> None:
    made = desk.promise()["id"]
    desk.move(made, "in_work")
    assert desk.move(made, "refused", status=422)["errors"][0]["field"] == "reason"
    desk.move(made, "refused", "虚构理由")
    desk.move(made, "in_work", status=422)
    desk.move(made, "in_work", "复核后继续办理")
    kept = desk.move(made, "kept", "示例凭证")
    assert [(one["state"], one["reason"]) for one in kept["steps"]] == [
        ("in_work", ""), ("refused", "虚构理由"), ("in_work", "复核后继续办理"), ("kept", "示例凭证"),
    ]  # fmt: skip


def test_what_was_said_at_a_step_cannot_be_changed_in_the_database(desk: Desk) -> None:
    desk.move(desk.promise()["id"], "refused", "虚构理由")
    with pytest.raises(DBAPIError), unit_of_work() as session:
        session.execute(text("UPDATE promise_steps SET text = 'other'"))


@pytest.mark.one_database
def test_only_the_steps_of_the_table_are_taken(desk: Desk) -> None:
    ways = {PromiseState.PROMISED: [], PromiseState.IN_WORK: ["in_work"], PromiseState.KEPT: ["kept"],
            PromiseState.REFUSED: ["refused"]}  # fmt: skip
    for old, way in ways.items():
        for new in {*PromiseState} - TRANSITIONS[old]:
            made = desk.promise()["id"]
            for step in way:
                desk.move(made, step, "虚构")
            desk.move(made, new, "虚构", status=409)


def test_a_date_that_is_moved_leaves_the_first_one_to_be_read(desk: Desk) -> None:
    made = desk.promise()["id"]
    changed = desk.office.ask("division", "PATCH", f"{C}/promises/{made}", {"due_on": "2037-01-01"}, 200)
    assert (changed["due_on"], changed["first_due_on"]) == ("2037-01-01", FACTS["due_on"])
    assert {name: changed[name] for name in ("text", "amount_fen", "office")} == {
        name: FACTS[name] for name in ("text", "amount_fen", "office")
    }
    desk.office.ask("division", "PATCH", f"{C}/promises/{made}", {"due_on": None}, 422)


def test_what_is_kept_or_refused_is_not_changed_any_more(desk: Desk) -> None:
    made = desk.promise()["id"]
    desk.move(made, "kept", "示例凭证")
    desk.office.ask("division", "PATCH", f"{C}/promises/{made}", {"basis": "别的文件"}, 409)


def test_the_list_is_by_date_and_tells_what_is_overdue(desk: Desk) -> None:
    late = desk.promise(due_on="2020-01-02")["id"]
    older = desk.promise(due_on="2020-01-01")["id"]
    later = desk.promise(due_on="2999-01-01")["id"]
    desk.move(older, "kept", "示例凭证")
    ask = desk.office.ask
    listed = ask("organiser", "GET", f"{C}/promises", status=200)["items"]
    assert [one["id"] for one in listed] == [older, late, later]
    assert [one["overdue"] for one in listed] == [False, True, False]
    overdue = ask("organiser", "GET", f"{C}/promises?overdue=true", status=200)["items"]
    assert [one["id"] for one in overdue] == [late]
    assert [one["id"] for one in ask("division", "GET", f"{C}/promises?state=kept", status=200)["items"]] == [older]
    assert ask("stranger", "GET", f"{C}/promises", status=200)["items"] == []


def test_a_place_sees_what_it_has_to_keep_of_an_intention_elsewhere(desk: Desk) -> None:
    desk.intention = desk.office.intention(division=OTHER_PREFECTURE)["id"]
    made = desk.promise(who="organiser", office=PREFECTURE)
    desk.office.ask("division", "GET", f"{C}/intentions/{desk.intention}", status=404)
    desk.move(made["id"], "in_work")
    desk.office.ask("stranger", "GET", f"{C}/promises/{made['id']}", status=200)


def test_an_office_is_reminded_once_a_week_from_two_weeks_before(desk: Desk) -> None:
    """The county has no account of its own, and so its prefecture is told."""
    made = desk.promise(due_on="2036-11-20")["id"]
    assert [remind(day) for day in range(20)] == [int(day in {3, 10, 17}) for day in range(20)]
    with reading() as session:
        assert told(session) == ["promises.due", "promises.due", "promises.due"]
    assert remind(24) == 1
    with reading() as session:
        assert told(session)[-1] == "promises.late"
    desk.move(made, "kept", "示例凭证")
    assert remind(40) == 0


def test_a_new_date_is_reminded_of_anew(desk: Desk) -> None:
    made = desk.promise(due_on="2036-11-04")["id"]
    assert (remind(0), remind(1)) == (1, 0)
    desk.office.ask("division", "PATCH", f"{C}/promises/{made}", {"due_on": "2036-11-05"}, 200)
    assert remind(1) == 1


@pytest.mark.one_database
def test_no_reminder_where_nobody_is_there_or_the_intention_ended(desk: Desk) -> None:
    desk.promise(who="organiser", office=OTHER_PREFECTURE)
    assert remind(0) == 0
    desk.promise()
    desk.office.ask("organiser", "POST", f"{C}/intentions/{desk.intention}/end", {"reason": "虚构"}, 200)
    assert remind(0) == 0


def test_each_open_state_leads_to_an_end_and_each_end_back() -> None:
    for state in PromiseState:
        assert bool(TRANSITIONS[state] - OPEN_STATES) == (state in OPEN_STATES)


@pytest.mark.parametrize(
    ("reminded", "today", "due"),
    [(None, 15, False), (None, 14, True), (None, -1, True), (14, 8, False), (14, 7, True), (3, -3, False)],
)
def test_a_reminder_is_due_by_days_before_the_date(reminded: int | None, today: int, *, due: bool) -> None:
    before = None if reminded is None else DUE - timedelta(days=reminded)
    assert reminder_is_due(DUE, before, DUE - timedelta(days=today)) is due


def climbed(day: int) -> int:
    with unit_of_work() as session:
        return climb(session, zone=ZONE, now=NOW + timedelta(days=day))


def test_what_stays_overdue_climbs_to_the_prefecture_and_the_province_each_once(desk: Desk) -> None:
    made = desk.promise()
    assert [climbed(day) for day in (8, 21, 22, 22, 36, 37, 90)] == [0, 0, 1, 0, 0, 1, 0]
    with reading() as session:
        assert told(session).count("promises.above") == 1
        assert [one.event for one in messages_to(session, ["organiser@congress.test"])] == ["promises.above"]
    shown = desk.office.ask("organiser", "GET", f"{C}/promises/{made['id']}", status=200)
    assert [one["level"] for one in shown["told"]] == ["prefecture", "province"]


@pytest.mark.one_database
def test_what_is_kept_or_whose_project_has_ended_climbs_no_more(desk: Desk) -> None:
    desk.move(desk.promise()["id"], "kept", "示例凭证")
    desk.promise()
    desk.office.ask("organiser", "POST", f"{C}/intentions/{desk.intention}/end", {"reason": "虚构"}, 200)
    assert climbed(90) == 0


def test_the_investor_confirms_once_by_link_and_code_what_the_office_shows_with_a_file(desk: Desk) -> None:
    made, client = desk.promise(), desk.office.client
    ask = f"{C}/promises/{made['id']}/ask"
    assert desk.office.ask("division", "POST", ask, INVESTOR, 409)["type"].endswith("/state-refused")
    parts = keep_and_ask(desk.office.ask, made["id"], desk.office.upload("division"))
    own = desk.office.ask("division", "POST", ask, {"email": "division@congress.test"}, 422)
    assert own["errors"][0]["field"] == "email"
    path = f"/promise/{parts['promise_secret']}"
    assert FACTS["text"] not in client.get(path).get_data(as_text=True)
    assert client.post(path, data={"code": "000000x"}).status_code == 422
    assert FACTS["text"] in client.post(path, data={"code": parts["promise_code"]}).get_data(as_text=True)
    word = {"code": parts["promise_code"], "answer": "yes", "text": "<b>示例</b>"}
    assert client.post(path, data=word).status_code == 200
    assert client.post(path, data=word).status_code in {404, 409, 410}
    shown = desk.office.ask("organiser", "GET", f"{C}/promises/{made['id']}", status=200)
    assert [(one["confirmed"], one["text"]) for one in shown["investor"]] == [(True, "<b>示例</b>")]
    assert (shown["state"], [file["id"] for file in shown["steps"][-1]["evidence"]]) == (
        "kept",
        [parts["promise_proof"]],
    )
    with unit_of_work() as session, pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE promise_words SET text = ''"))


@pytest.mark.one_database
def test_a_disputed_promise_is_taken_up_again_and_its_page_says_what_is_missing(desk: Desk, app: Flask) -> None:
    made, client = desk.promise(), desk.office.client
    parts = keep_and_ask(desk.office.ask, made["id"], desk.office.upload("division"))
    path = f"/promise/{parts['promise_secret']}"
    word = {"code": parts["promise_code"], "answer": "no"}
    assert client.post(path, data=word).status_code == 422
    assert client.post(path, data=word | {"text": "示例：补助未到账"}).status_code == 200
    console = signed_in(app, "division@congress.test")
    shown = console.get(f"/console/promises/{made['id']}?lang=zh").get_data(as_text=True)
    assert "投资方认为未兑现" in shown
    assert "示例：补助未到账" in shown
    assert "办理中" in shown
    file = console.get(f"/console/promises/{made['id']}/evidence/{parts['promise_proof']}")
    assert (file.status_code, file.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")
    assert console.get(f"/console/promises/{made['id']}/evidence/nothing").status_code == 404
