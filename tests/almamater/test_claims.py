"""A school sees claims to itself, and decides on them; the person is told and may correct."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.accounts.actions import set_grants
from congress.accounts.queries import user_by_address
from congress.alumni.models import Education
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import reading, unit_of_work
from congress.notifications.models import Message
from tests.almamater.conftest import Desk
from tests.factories.accounts import make_token, signed_in
from tests.factories.office import C
from tests.factories.schools import HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY

MINE = "alumnus@congress.test"
TWO = [{"code": UNIVERSITY, "graduated": 2001}, {"code": OTHER_UNIVERSITY, "graduated": 2004}]


def newest_message() -> Message:
    with reading() as session:
        found = session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert found is not None
        return found


def test_a_school_sees_claims_to_itself_and_nothing_else_of_the_person(desk: Desk, school: FlaskClient) -> None:
    desk.alumnus(schools=TWO, organisation="示例（虚构）公司")
    [own], [other] = desk.claims(), desk.claims("other_school")
    assert (own["school"], own["graduated"], own["state"]) == (UNIVERSITY, 2001, "claimed")
    assert (other["school"], other["graduated"]) == (OTHER_UNIVERSITY, 2004)
    assert own.keys() == other.keys()
    assert not own.keys() & {"email", "phone", "organisation", "schools"}
    page = school.get("/school/claims").get_data(as_text=True)
    assert "示例校友甲" in page
    assert "2001" in page
    assert "2004" not in page
    assert "示例理工大学" not in page
    assert "示例（虚构）公司" not in page
    assert desk.claims("organiser", f"?school={OTHER_UNIVERSITY}") == [other]
    assert desk.claims("school", f"?school={OTHER_UNIVERSITY}") == []


def test_a_school_decides_on_its_own_claims_alone_and_nobody_else_does(desk: Desk) -> None:
    desk.alumnus()
    [claim] = desk.claims()
    desk.confirm(claim["id"], "other_school", 404)
    for who in ("organiser", "verifier", "division", "auditor"):
        desk.confirm(claim["id"], who, 403)
    for missing in ("0", "999999", "x", "9" * 30, "²"):
        desk.confirm(missing, status=404)
    assert desk.claims()[0]["state"] == "claimed"


def test_what_a_school_decides_is_told_and_stands_on_the_persons_page(desk: Desk, app: Flask) -> None:
    desk.alumnus(email=MINE, schools=TWO)
    [claim] = desk.claims()
    assert desk.confirm(claim["id"])["state"] == "confirmed"
    told = newest_message()
    assert (told.event, told.address) == ("claim.decided", MINE)
    assert "示例大学" in told.text
    [other] = desk.claims("other_school")
    assert desk.refuse(other["id"], "other_school", reason="示例：当年无此专业")["reason"] == "示例：当年无此专业"
    assert "示例：当年无此专业" in newest_message().text
    with unit_of_work() as session:
        from tests.factories.accounts import make_user

        make_user(session, "alumnus", email=MINE)
    page = signed_in(app, MINE).get("/me").get_data(as_text=True)
    assert "学校已确认" in page
    assert "示例：当年无此专业" in page


def test_whoever_has_no_mail_is_told_by_sms(desk: Desk) -> None:
    desk.alumnus(email=None, phone="+8613900000009")
    desk.confirm(desk.claims()[0]["id"])
    told = newest_message()
    assert (told.channel, told.address) == ("sms", "+8613900000009")


def test_a_refusal_needs_a_reason_and_a_school_may_think_again(desk: Desk) -> None:
    desk.alumnus()
    [claim] = desk.claims()
    desk.refuse(claim["id"], status=422, reason=" ")
    desk.refuse(claim["id"])
    assert desk.refuse(claim["id"], status=409)["type"].endswith("/state-refused")
    assert desk.confirm(claim["id"])["reason"] == ""
    desk.confirm(claim["id"], status=409)
    assert desk.refuse(claim["id"])["state"] == "refused"


def test_a_claim_that_is_changed_waits_again_and_one_that_is_not_stays_confirmed(desk: Desk) -> None:
    person = desk.alumnus()
    [claim] = desk.claims()
    desk.confirm(claim["id"])
    one = f"{C}/registrations/{person['code']}"
    same = {"code": UNIVERSITY, "graduated": 2001, "degree": "bachelor"}
    desk.ask("organiser", "PATCH", one, {"schools": [same, {"code": HIGH_SCHOOL}]}, 200)
    assert desk.claims()[0]["state"] == "confirmed"
    for change in ({"graduated": 2002}, {"degree": "master"}):
        desk.ask("organiser", "PATCH", one, {"schools": [same | change]}, 200)
        [changed] = desk.claims()
        assert (changed["state"], changed["confirmed_at"]) == ("claimed", None)
        desk.confirm(claim["id"])
        same |= change
    desk.ask("organiser", "PATCH", one, {"schools": []}, 200)
    assert desk.claims() == []
    desk.ask("organiser", "PATCH", one, {"schools": [same]}, 200)
    assert desk.claims()[0]["state"] == "claimed"


def test_what_was_changed_since_the_school_looked_is_not_confirmed_unseen(desk: Desk, school: FlaskClient) -> None:
    person = desk.alumnus()
    [seen] = desk.claims()
    changed = {"schools": [{"code": UNIVERSITY, "graduated": 1999}]}
    desk.ask("organiser", "PATCH", f"{C}/registrations/{person['code']}", changed, 200)
    assert desk.confirm(seen["id"], status=409, claimed_at=seen["claimed_at"])["type"].endswith("/state-refused")
    form = {"claims": f"{seen['id']}@{seen['claimed_at']}", "verdict": "refused", "reason": "示例理由"}
    refused = school.post("/school/claims", data=form)
    assert refused.status_code == 409
    assert "示例理由" in refused.get_data(as_text=True)
    [now] = desk.claims()
    assert desk.confirm(now["id"], claimed_at=now["claimed_at"])["graduated"] == 1999


def test_many_are_decided_at_once_all_or_none(desk: Desk, school: FlaskClient) -> None:
    for number in range(3):
        desk.alumnus(f"示例校友{number}")
    chosen = [f"{one['id']}@{one['claimed_at']}" for one in desk.claims()]
    desk.alumnus("示例外校", schools=[TWO[1]])
    [foreign] = desk.claims("other_school")
    form = {"claims": chosen, "verdict": "confirmed", "reason": ""}
    stolen = [*chosen, f"{foreign['id']}@{foreign['claimed_at']}"]
    assert school.post("/school/claims", data=form | {"claims": stolen}).status_code == 404
    assert {one["state"] for one in desk.claims()} == {"claimed"}
    for wrong in ({"claims": []}, {"verdict": ""}, {"verdict": "refused"}, {"claims": ["x"]}):
        assert school.post("/school/claims", data=form | wrong).status_code in {404, 422}, wrong
    many = [f"{number}{chosen[0][chosen[0].index('@') :]}" for number in range(1, 202)]
    assert school.post("/school/claims", data=form | {"claims": many}).status_code == 413
    assert school.post("/school/claims?state=claimed", data=form).location.endswith("/school/claims?state=claimed")
    assert {one["state"] for one in desk.claims()} == {"confirmed"}


def test_whoever_waits_longest_stands_first_and_the_list_is_narrowed(desk: Desk, school: FlaskClient) -> None:
    names = ["示例校友丙", "示例校友乙", "示例校友丁"]
    for name in names:
        desk.alumnus(name)
    assert [one["name"] for one in desk.claims()] == names
    first = desk.ask("school", "GET", f"{C}/claims?limit=2", status=200)
    rest = desk.ask("school", "GET", f"{C}/claims?cursor={first['next']}", status=200)
    assert [one["name"] for one in first["items"] + rest["items"]] == names
    desk.confirm(desk.claims()[0]["id"])
    assert [one["name"] for one in desk.claims(query="?state=claimed")] == names[1:]
    page = school.get("/school/claims").get_data(as_text=True)
    assert names[0] not in page
    assert page.index(names[1]) < page.index(names[2])
    assert names[0] in school.get("/school/claims?state=confirmed").get_data(as_text=True)
    narrowed = school.get("/school/claims?state=all&q=shilixiaoyouding").get_data(as_text=True)
    assert names[2] in narrowed
    assert names[0] not in narrowed
    assert names[1] not in school.get("/school/claims?likelihood=likely").get_data(as_text=True)
    desk.ask("school", "GET", f"{C}/claims?state=odd", status=422)


def test_nobody_decides_on_their_own_claim(desk: Desk) -> None:
    with unit_of_work() as session:
        both = user_by_address(session, "school@congress.test")
        assert both is not None
        grants = [Grant("school", "school", UNIVERSITY), Grant("alumnus")]
        set_grants(session, both, grants, by=SYSTEM, now=datetime.now(UTC))
        desk.tokens["both"] = make_token(session, both)
    body = {"name": "示例职员", "email": "school@congress.test", "consent": True, "schools": TWO}
    desk.ask("both", "POST", f"{C}/registrations", body, 201)
    assert desk.confirm(desk.claims()[0]["id"], "both", 403)["type"].endswith("/same-person")


def test_an_alumnus_claims_by_former_name_on_their_own_page(desk: Desk, app: Flask) -> None:
    from congress.schools.models import SchoolName
    from congress.schools.queries import resolve_school
    from tests.factories.accounts import make_user

    with unit_of_work() as session:
        named = resolve_school(session, UNIVERSITY)
        assert named is not None
        session.add(SchoolName(school_id=named.id, name="示例学院"))
        make_user(session, "alumnus", email=MINE)
    code = desk.alumnus(email=MINE, schools=[])["code"]
    mine = signed_in(app, MINE)
    path = f"/me/{code}/schools"
    row = {"schools-0-school": "示例学院", "schools-0-graduated": "1998", "schools-0-degree": "doctor"}
    unknown = mine.post(path, data=row | {"schools-1-school": "没有这所学校"})
    assert unknown.status_code == 422
    assert 'value="1998"' in unknown.get_data(as_text=True)
    school_too = {"schools-1-school": "示例一中", "schools-1-graduated": "1994", "schools-1-degree": "secondary"}
    assert mine.post(path, data=row | school_too).status_code == 302
    with reading() as session:
        found = session.scalars(select(Education).order_by(Education.id)).all()
        assert [(one.graduated, one.degree) for one in found] == [(1998, "doctor"), (1994, "secondary")]
    [claim] = desk.claims()
    assert (claim["school"], claim["degree"]) == (UNIVERSITY, "doctor")
    shown = mine.get(path).get_data(as_text=True)
    assert 'value="示例大学"' in shown
    assert "等待学校确认" in shown


@pytest.mark.parametrize("query", ["?limit=0", "?cursor=x", "?unknown=1"])
def test_a_wrong_question_is_refused(desk: Desk, query: str) -> None:
    desk.ask("school", "GET", f"{C}/claims{query}", status=422)
