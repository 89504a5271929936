"""备案: who is first, whose word decides, when a filing lapses, and what an intention rests on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from congress.filings.actions import let_lapse
from congress.filings.queries import chain_of
from congress.filings.rules import BEGINNING, EARLY, MOST_WAITING, filing_hash, first_break
from congress.filings.states import OPEN_STATES, STANDING_STATES, TRANSITIONS, FilingState
from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.programme.queries import the_congress
from tests.factories.filings import FACTS, INVESTOR, answer, last_code, last_secret
from tests.factories.office import C, Office
from tests.factories.schools import HIGH_SCHOOL, OTHER_PREFECTURE, OTHER_UNIVERSITY, UNIVERSITY

INVESTORS_WAYS = {"email": "investor@congress.test", "phone": "+86 139 0000 0078"}


class Desk:
    """Schools and a place that file, and an investor who answers."""

    def __init__(self, client: FlaskClient) -> None:
        self.office = Office(client)

    def file(self, who: str = "school", status: int = 201, **more: Any) -> dict[str, Any]:
        return self.office.ask(who, "POST", f"{C}/filings", FACTS | more, status)

    def get(self, filing: str, who: str = "organiser", status: int = 200) -> dict[str, Any]:
        return self.office.ask(who, "GET", f"{C}/filings/{filing}", status=status)

    def ask(self, filing: str, who: str = "school", status: int = 200, **ways: str) -> Any:
        return self.office.ask(who, "POST", f"{C}/filings/{filing}/ask", ways or INVESTORS_WAYS, status)

    def confirmed(self, who: str = "school", word: str = "yes", **more: Any) -> dict[str, Any]:
        made = self.file(who, **more)
        self.ask(made["id"], who)
        with reading() as session:
            secret, code = last_secret(session), last_code(session)
        assert answer(self.office.client, secret, code, word).status_code == 200
        return self.get(made["id"])

    def follow(self, filing: str, evidence: list[str], who: str = "school", status: int = 201) -> dict[str, Any]:
        body = {"text": "陪同考察（虚构）", "evidence": evidence}
        return self.office.ask(who, "POST", f"{C}/filings/{filing}/follow-ups", body, status)

    def schools_of(self, intention: dict[str, Any]) -> list[tuple[str, int]]:
        now = self.office.ask("organiser", "GET", f"{C}/intentions/{intention['id']}", status=200)
        return [(one["code"], one["share"]) for one in now["schools"]]


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def lapse(days: float) -> int:
    with unit_of_work() as session:
        return let_lapse(session, now=datetime.now(UTC) + timedelta(days=days))


def days_left(filing: dict[str, Any]) -> int:
    return round((datetime.fromisoformat(filing["good_until"]) - datetime.now(UTC)) / timedelta(days=1))


def test_a_filing_is_kept_with_its_time_and_the_hash_of_the_one_before(desk: Desk) -> None:
    first, second = desk.file(), desk.file("other_school", title="另一示例项目", investor="别的示例（虚构）公司")
    assert {name: first[name] for name in ("title", "investor", "amount_fen", "hint")} == {
        name: FACTS[name] for name in ("title", "investor", "amount_fen", "hint")
    }
    assert (first["number"], first["state"], first["earlier"], days_left(first)) == (1, "waiting", False, 30)
    assert (second["number"], second["earlier"], second["previous_hash"]) == (2, False, first["hash"])
    with reading() as session:
        chain = chain_of(session, the_congress(session).id)
        assert (chain.count, chain.head, chain.broken_at) == (2, second["hash"], None)


def test_the_database_itself_refuses_to_change_what_was_filed(desk: Desk) -> None:
    desk.file()
    for statement in (
        "UPDATE filings SET amount_fen = 1",
        "DELETE FROM filings",
        "UPDATE filing_steps SET text = '改'",
    ):
        desk.follow(desk.get(_only(desk))["id"], [])
        with pytest.raises(DBAPIError, match="append-only"), unit_of_work() as session:
            session.execute(text(statement))


def _only(desk: Desk) -> str:
    [found] = desk.office.ask("school", "GET", f"{C}/filings", status=200)["items"]
    return found["id"]


@pytest.mark.one_database
def test_a_filing_needs_a_known_place_an_industry_and_a_way_to_know_the_investor(desk: Desk) -> None:
    for wrong in ({"division": "不存在的地方"}, {"industry": "没有的产业"}, {"hint": ""}, {"amount_fen": 0}):
        problem = desk.file(status=422, **wrong)
        assert [one["field"] for one in problem["errors"]] == list(wrong)
    problem = desk.file(status=422, uscc="91430000MA0000000Y")
    assert [one["field"] for one in problem["errors"]] == ["uscc"]
    problem = desk.file(status=422, filer=OTHER_UNIVERSITY)
    assert [one["field"] for one in problem["errors"]] == ["filer"]
    assert desk.file("organiser", status=403)["type"].endswith("forbidden")


def test_whoever_files_later_hears_only_that_there_is_one(desk: Desk) -> None:
    first = desk.file()
    later = desk.file("other_school", title="示例新材料生产基地", investor="示例新材料股份有限公司")
    assert later["earlier"] is True
    assert UNIVERSITY not in str(later)
    assert first["id"] not in str(later)
    desk.get(first["id"], "other_school", status=404)
    desk.get(first["id"], "division", status=404)
    assert [one["id"] for one in desk.office.ask("other_school", "GET", f"{C}/filings")["items"]] == [later["id"]]


@pytest.mark.one_database
def test_a_place_and_a_school_do_not_stand_in_each_others_way(desk: Desk) -> None:
    desk.file()
    assert desk.file("division")["earlier"] is False


def test_one_filing_of_a_project_is_enough_for_a_filer(desk: Desk) -> None:
    desk.file()
    assert desk.file(status=409)["title"]
    desk.file(title="示例养老项目", investor="毫不相干（虚构）公司", amount_fen=5)


def test_nobody_files_again_at_once_what_they_let_lapse(desk: Desk) -> None:
    made = desk.file()
    assert lapse(29) == 0
    assert lapse(31) == 1
    assert desk.get(made["id"])["state"] == "lapsed"
    assert lapse(31) == 0
    desk.file(status=409)
    assert desk.file("other_school")["earlier"] is False


@pytest.mark.one_database
def test_a_filer_has_so_many_filings_waiting_and_no_more(desk: Desk) -> None:
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"
    for name in names[:MOST_WAITING]:
        desk.file(title=f"{name * 4}项目", investor=f"{name * 4}（虚构）公司")
    desk.file(status=409, title="最后的项目", investor="最后的（虚构）公司")
    desk.file("other_school", title="最后的项目", investor="最后的（虚构）公司")


def test_the_investors_yes_protects_the_filing(desk: Desk) -> None:
    confirmed = desk.confirmed()
    assert (confirmed["state"], days_left(confirmed)) == ("confirmed", 180)
    assert [one["act"] for one in confirmed["steps"]] == ["asked", "confirmed"]


@pytest.mark.one_database
def test_the_investors_no_ends_the_filing(desk: Desk) -> None:
    declined = desk.confirmed(word="no")
    assert declined["state"] == "declined"
    desk.ask(declined["id"], status=409)
    assert desk.file("other_school")["earlier"] is False


@pytest.mark.one_database
def test_a_link_is_good_once_with_its_code_and_without_it_not_at_all(desk: Desk) -> None:
    made = desk.file()
    desk.ask(made["id"])
    with reading() as session:
        old = last_secret(session)
    desk.ask(made["id"])
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    client = desk.office.client
    assert answer(client, old, code).status_code == 404
    assert answer(client, secret, "000000" if code != "000000" else "111111").status_code == 422
    page = client.post(f"/confirm/{secret}", data={"code": code}).get_data(as_text=True)
    assert INVESTOR in page
    assert desk.get(made["id"])["state"] == "waiting"
    assert answer(client, secret, code).status_code == 200
    assert answer(client, secret, code).status_code == 404


@pytest.mark.one_database
def test_a_link_tried_five_times_is_dead(desk: Desk) -> None:
    desk.ask(desk.file()["id"])
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    wrong = "000000" if code != "000000" else "111111"
    assert [answer(desk.office.client, secret, wrong).status_code for _ in range(5)] == [422] * 5
    assert answer(desk.office.client, secret, code).status_code == 404


@pytest.mark.one_database
def test_a_filer_does_not_confirm_in_the_investors_place(desk: Desk) -> None:
    made = desk.file()
    problem = desk.ask(made["id"], status=422, email="school@congress.test")
    assert [one["field"] for one in problem["errors"]] == ["email"]
    desk.ask(made["id"], "other_school", status=404)
    assert desk.ask(made["id"], email="investor@congress.test")["code"].isdigit()


def test_a_proven_follow_up_prolongs_the_protection_once(desk: Desk) -> None:
    made = desk.confirmed()
    assert days_left(desk.follow(made["id"], [])) == 180
    longer = desk.follow(made["id"], [desk.office.upload("school")])
    assert (days_left(longer), longer["prolonged"]) == (360, True)
    assert days_left(desk.follow(made["id"], [desk.office.upload("school")])) == 360
    desk.follow(made["id"], [], "organiser", status=403)
    assert lapse(359) == 0
    assert lapse(361) == 1


@pytest.mark.one_database
def test_filers_are_told_once_before_the_protection_ends(desk: Desk) -> None:
    desk.confirmed()
    for day in (180 - EARLY.days + 1, 180 - EARLY.days + 2, 181):
        lapse(day)
    with reading() as session:
        told = [one.event for one in messages_to(session, ["school@congress.test"])]
    assert sorted(told) == ["filings.ending", "filings.lapsed"]


def test_the_intention_rests_on_the_first_confirmed_filing(desk: Desk) -> None:
    desk.file("other_school")
    mine = desk.confirmed()
    intention = desk.office.intention(schools=[])
    linked = desk.get(mine["id"])
    assert (linked["state"], linked["intention"]) == ("linked", intention["id"])
    assert desk.schools_of(intention) == [(UNIVERSITY, 1_000_000)]
    found = desk.office.ask("organiser", "GET", f"{C}/filings?intention={intention['id']}")["items"]
    assert [one["id"] for one in found] == [mine["id"]]


@pytest.mark.one_database
def test_of_two_confirmed_filings_the_first_filed_counts(desk: Desk) -> None:
    first = desk.file()
    second = desk.confirmed("other_school")
    desk.ask(first["id"])
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    answer(desk.office.client, secret, code)
    desk.office.intention(schools=[])
    assert [desk.get(one["id"])["state"] for one in (first, second)] == ["linked", "confirmed"]


@pytest.mark.one_database
def test_what_the_parties_agreed_on_is_not_changed_by_a_filing(desk: Desk) -> None:
    mine = desk.confirmed()
    intention = desk.office.intention(schools=[{"code": OTHER_UNIVERSITY}, {"code": HIGH_SCHOOL}])
    assert desk.get(mine["id"])["state"] == "linked"
    assert dict(desk.schools_of(intention)) == {OTHER_UNIVERSITY: 1_000_000, HIGH_SCHOOL: 1_000_000}


@pytest.mark.one_database
def test_a_change_of_the_intention_keeps_what_the_filing_gave(desk: Desk) -> None:
    desk.confirmed()
    intention = desk.office.intention(schools=[])
    change = {"alumni": [{"name": "示例校友乙"}]}
    desk.office.ask("organiser", "PATCH", f"{C}/intentions/{intention['id']}", change, 200)
    assert desk.schools_of(intention) == [(UNIVERSITY, 1_000_000)]


def test_a_project_filed_after_the_deal_was_recorded_is_no_basis(desk: Desk) -> None:
    intention = desk.office.intention(schools=[])
    assert desk.confirmed()["state"] == "confirmed"
    assert desk.schools_of(intention) == []


@pytest.mark.one_database
def test_an_investor_who_confirms_late_still_leads_to_the_intention(desk: Desk) -> None:
    made = desk.file()
    intention = desk.office.intention(schools=[])
    desk.ask(made["id"])
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    answer(desk.office.client, secret, code)
    assert desk.get(made["id"])["state"] == "linked"
    assert desk.schools_of(intention) == [(UNIVERSITY, 1_000_000)]


@pytest.mark.one_database
def test_another_project_of_the_same_investor_elsewhere_is_another_project(desk: Desk) -> None:
    mine = desk.confirmed()
    desk.office.intention(
        title="示例养老社区", division=OTHER_PREFECTURE, amount_fen=900_000_000, schools=[],
    )  # fmt: skip
    assert desk.get(mine["id"])["state"] == "confirmed"


@pytest.mark.one_database
def test_what_is_withdrawn_makes_room_for_others(desk: Desk) -> None:
    made = desk.file()
    path = f"{C}/filings/{made['id']}/withdraw"
    desk.office.ask("other_school", "POST", path, {"reason": "示例"}, 404)
    assert desk.office.ask("school", "POST", path, {"reason": "示例"}, 200)["state"] == "withdrawn"
    desk.office.ask("school", "POST", path, {"reason": "示例"}, 409)
    assert desk.file("other_school")["earlier"] is False


def test_a_chain_that_was_rewritten_shows_where() -> None:
    chain, previous = [], BEGINNING
    for number in (1, 2, 3):
        facts = {"number": number, "title": f"项目{number}"}
        chain.append((number, previous, filing_hash(previous, facts), facts))
        previous = chain[-1][2]
    assert first_break(chain) is None
    assert first_break([chain[0], chain[2]]) == 2
    assert first_break([chain[0], (*chain[1][:3], {"number": 2, "title": "改"}), chain[2]]) == 2
    assert first_break([chain[1], chain[0], chain[2]]) == 1


def test_every_state_of_a_filing_stands_in_its_table() -> None:
    assert TRANSITIONS.keys() == set(FilingState)
    assert OPEN_STATES < STANDING_STATES
    for state in FilingState:
        assert (not TRANSITIONS[state]) == (state not in STANDING_STATES)
