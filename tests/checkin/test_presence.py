"""Who has not come, with a phone to call; and an entry that no scan shows, recorded by hand with a reason."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import text

from congress.alumni.actions import PersonFacts
from congress.checkin.missing import Way, missing_groups
from congress.checkin.presence_queries import missing_count
from congress.checkin.protocol import entrust_guest
from congress.checkin.queries import gate_by_slug
from congress.checkin.rules import ONCE
from congress.delegations.actions import Nomination, Terms, grant_delegation, nominate
from congress.delegations.queries import delegation_for
from congress.delegations.states import Unit
from congress.foundation.access import SYSTEM, Actor, Grant
from congress.foundation.db import db, reading, unit_of_work
from congress.programme.queries import categories_of, the_congress
from congress.registration.queries import registration_by_code
from tests.checkin.desk import Desk
from tests.factories.accounts import make_user


def typed(moment: datetime) -> str:
    """As a browser sends a local time."""
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")


def test_the_list_shows_those_who_have_not_come_by_unit_with_their_phone(desk: Desk, officer: FlaskClient) -> None:
    came = desk.register(1)
    desk.register(2, organisation="示例（虚构）公司", phone="+8613900000002")
    desk.register(3, organisation="示例（虚构）大学")
    desk.scan(came["badge"]["token"])
    page = officer.get("/console/gates/main/missing").get_data(as_text=True)
    assert "示例校友1" not in page
    for unit, name in (("示例（虚构）公司", "示例校友2"), ("示例（虚构）大学", "示例校友3")):
        assert page.index(unit) < page.index(name)
    assert 'href="tel:+8613900000002"' in page
    with db.engine.connect() as connection:
        looks = connection.execute(text("SELECT act FROM audit_entries WHERE act = 'missing.listed'")).all()
    assert len(looks) == 1


def named_by_delegation(desk: Desk, name: str, phone: str | None, number: int) -> str:
    """Somebody whom a delegation of this name sends; answers the badge's token."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        congress = the_congress(session)
        [guest] = [one for one in categories_of(session, congress.id) if one.slug == "guest"]
        terms = Terms(
            unit=Unit.OTHER, name=name, contact_name=f"{name}联系人", email=None, phone=phone, language="zh",
            deadline=congress.registration_closes_at, places={guest: 2},
        )  # fmt: skip
        made, _link = grant_delegation(session, congress, terms, by=SYSTEM, now=now)
        session.expire(made)
        delegation = delegation_for(session, congress.id, made.public_id, Actor(grants=(Grant("organiser"),)))
        person = PersonFacts(name=f"示例团员{number}", organisation="示例（虚构）大学")
        named = nominate(session, congress, delegation, Nomination(person=person, category=guest), by=SYSTEM, now=now)
        code = named.registration.code
    token: str = desk.get(f"registrations/{code}")["badge"]["token"]
    return token


def test_the_missing_of_a_delegation_stand_together_with_one_tap_to_its_contact(
    desk: Desk, officer: FlaskClient
) -> None:
    named_by_delegation(desk, "示例（虚构）甲团", "+8613900000031", 1)
    named_by_delegation(desk, "示例（虚构）乙团", None, 2)
    came = named_by_delegation(desk, "示例（虚构）丙团", "+8613900000033", 3)
    desk.register(4, organisation="示例（虚构）公司")
    desk.scan(came)
    page = officer.get("/console/gates/main/missing?lang=zh").get_data(as_text=True).split("<main")[1]
    first = page.index("示例（虚构）甲团：1 人未到")
    assert page.index('href="tel:+8613900000031"') < first < page.index("示例团员1")
    assert "没有 示例（虚构）乙团联系人 的电话" in page
    assert "丙团" not in page, "all of it are here"
    assert page.index("示例团员2") < page.index("示例（虚构）公司：1 人未到")
    by_unit = officer.get("/console/gates/main/missing?by=unit").get_data(as_text=True)
    assert "示例（虚构）大学：2 人未到" in by_unit
    assert "tel:+8613900000031" not in by_unit


def test_the_missing_guests_of_a_liaison_stand_together_with_one_tap_to_the_liaison(
    desk: Desk, officer: FlaskClient
) -> None:
    guest = desk.register(1)
    desk.register(2)
    with unit_of_work() as session:
        congress = the_congress(session)
        liaison = make_user(session, "officer", email="liaison@congress.test")
        liaison.name, liaison.phone = "示例联络员", "+8613900000044"
        found = registration_by_code(session, congress.id, guest["code"])
        gate = gate_by_slug(session, congress.id, "main")
        entrust_guest(session, found, liaison.id, gate, by=SYSTEM, now=datetime.now(UTC))
    page = officer.get("/console/gates/main/missing?by=liaison&lang=zh").get_data(as_text=True)
    assert page.index("拨打 示例联络员：+8613900000044") < page.index("示例联络员：1 人未到") < page.index("示例校友1")
    assert page.index("示例校友1") < page.index("未填单位：1 人未到") < page.index("示例校友2")


def test_a_long_list_is_cut_and_the_numbers_above_it_are_not(desk: Desk) -> None:
    for number in range(3):
        desk.register(number, organisation=f"示例（虚构）单位{number}")
    with reading() as session:
        gate = gate_by_slug(session, the_congress(session).id, "main")
        groups = missing_groups(session, gate, Way.DELEGATION, day=ONCE, most=2)
        assert [group.unit for group in groups] == ["示例（虚构）单位0", "示例（虚构）单位1"]
        assert missing_count(session, gate, ONCE) == 3


def test_a_forums_list_expects_its_holders_alone(desk: Desk, officer: FlaskClient) -> None:
    desk.register(1, forums=["talk"])
    desk.register(2)
    page = officer.get("/console/gates/hall/missing").get_data(as_text=True)
    assert "示例校友1" in page
    assert "示例校友2" not in page


def test_a_late_entry_counts_from_the_time_that_was_said_and_carries_its_mark(desk: Desk, officer: FlaskClient) -> None:
    person = desk.register()
    at = datetime.now(UTC) - timedelta(minutes=40)
    body = {"code": person["code"], "at": typed(at), "reason": "示例：证件漏扫"}
    assert officer.post("/console/gates/main/late", data=body).status_code == 302
    again = desk.scan(person["badge"]["token"])
    assert (again["result"], again["first"]["device"]) == ("already_admitted", "console")
    assert again["first"]["at"][:16] == typed(at)
    assert "示例校友1" not in officer.get("/console/gates/main/missing").get_data(as_text=True)
    with db.engine.connect() as connection:
        assert "by_hand" in str(connection.execute(text("SELECT flags FROM scans ORDER BY id")).first())
        facts = connection.execute(text("SELECT facts FROM audit_entries WHERE act = 'entry.by_hand'")).scalar_one()
    assert "main" in str(facts)
    assert desk.get("conflicts")["items"] == []


def test_a_late_entry_is_refused_where_there_is_nothing_to_enter(desk: Desk, officer: FlaskClient) -> None:
    person, other = desk.register(1), desk.register(2)
    desk.scan(person["badge"]["token"])
    now = datetime.now(UTC)
    desk.post(f"registrations/{other['code']}/cancel", {}, 200)
    for code, at, status in (
        (person["code"], now, 409),
        (other["code"], now, 409),
        (person["code"], now + timedelta(hours=1), 422),
        ("NOBODY", now, 404),
    ):
        answer = officer.post("/console/gates/main/late", data={"code": code, "at": typed(at), "reason": "示例"})
        assert answer.status_code == status, code
    assert officer.post("/console/gates/main/late", data={"code": person["code"]}).status_code == 422
