"""A delegation from its places to its people: nobody over quota, lists whole or not at all, links of one's own."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import update

from congress.delegations.actions import Terms, change_delegation, complete_nominee
from congress.delegations.models import Nominee, Quota
from congress.delegations.queries import delegations_of, nominee_by_link, nominees_of
from congress.delegations.states import Unit
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid, StateRefused
from congress.notifications.queries import messages_to
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.delegations.contact import ORGANISER, grant, link_of, members, name, send, terms, used
from tests.factories.accounts import signed_in
from tests.factories.schools import UNIVERSITY


def test_a_contact_without_an_account_names_people_who_need_no_review(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser)
    assert link_of("contact@example.test") == link
    assert name(client, link, 1) == 302
    assert members() == [("示例团员1", "示例（虚构）公司", "confirmed", False)]
    page = client.get(link).get_data(as_text=True)
    assert "嘉宾：已用 1，共 2" in page
    assert "等待本人补全" in page


def test_a_nominee_completes_their_own_data_and_agrees_themselves(client: FlaskClient, organiser: FlaskClient) -> None:
    contact = grant(organiser)
    name(client, contact, 1)
    own = link_of("m1@example.test")
    body = {"name": "示例团员壹", "email": "m1@example.test", "title": "教授", "language": "zh"}
    refused = client.post(own, data=body)
    assert refused.status_code == 422
    assert 'value="教授"' in refused.get_data(as_text=True)
    assert client.post(own, data=body | {"attend": "y"}).status_code == 302
    assert members() == [("示例团员壹", "", "confirmed", True)]
    assert "谢谢" in client.get(own).get_data(as_text=True)
    assert client.post(own, data=body | {"attend": "y"}).status_code == 409
    with reading() as session:
        assert "registration.received" in {one.event for one in messages_to(session, ["m1@example.test"])}


def test_eight_nominations_at_once_take_no_more_than_the_places_there_are(app: Flask, organiser: FlaskClient) -> None:
    link = grant(organiser, places_guest="3")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: name(app.test_client(), link, number), range(8)))
    assert sorted(done) == [302] * 3 + [409] * 5
    assert used() == {"guest": 3}
    assert len(members()) == 3


def test_a_list_loads_without_addresses_and_the_same_list_twice_changes_nothing(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser, places_vip="1")
    text = "姓 名,职务,类别\n示例丁,主任,贵宾\n示例乙,,嘉宾\n"
    tried = send(client, link, text, then="try").get_data(as_text=True)
    assert "新增 2" in tried
    assert members() == []
    assert send(client, link, text).status_code == 302
    # without an address the contact's word is all there will be; 乙 has fewer strokes than 丁
    assert [(one[0], one[3]) for one in members()] == [("示例乙", True), ("示例丁", True)]
    again = send(client, link, text, then="try").get_data(as_text=True)
    assert "新增 0，更改 0，不变 2" in again


@pytest.mark.parametrize(
    ("text", "item", "words"),
    [
        ("姓名,邮箱\n示例甲,a@example.test\n示例乙,不是地址\n", "row 3, column 邮箱", ""),
        ("姓名,类别\n示例甲,嘉宾\n示例乙,记者\n", "row 3, column 类别", "代表团没有该类别的名额"),
        ("姓名\n示例甲\n示例乙\n示例丙\n", "row 4", "代表团该类别名额已满"),
    ],
)
@pytest.mark.one_database
def test_a_list_with_a_fault_names_row_and_column_and_stores_nothing(
    client: FlaskClient, organiser: FlaskClient, text: str, item: str, words: str
) -> None:
    link = grant(organiser)
    refused = send(client, link, text)
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert item in page
    assert words in page
    assert members() == []
    assert used() == {"guest": 0}


def test_a_replacement_takes_over_the_place_and_voids_the_old_badge(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser, places_guest="1")
    name(client, link, 1)
    before = link_of("m1@example.test")
    body = {"name": "示例替补", "email": "instead@example.test", "language": "zh"}
    assert client.post(f"{link}/1/replace", data=body).status_code == 302
    assert members() == [("示例替补", "示例（虚构）公司", "confirmed", False)]
    assert used() == {"guest": 1}
    assert client.get(before).status_code == 404
    assert client.get(link_of("instead@example.test")).status_code == 200
    with reading() as session:
        congress = the_congress(session)
        [delegation] = delegations_of(session, congress.id, ORGANISER)
        [nominee] = nominees_of(session, delegation.id)
        badges = registration_by_code(session, congress.id, nominee.registration.code).badges
        assert [badge.revoked_at is None for badge in badges] == [False, True]


def test_who_is_withdrawn_frees_the_place_and_may_be_named_again(client: FlaskClient, organiser: FlaskClient) -> None:
    link = grant(organiser, places_guest="1")
    name(client, link, 1)
    own = link_of("m1@example.test")
    assert client.post(f"{link}/1/withdraw").status_code == 302
    assert members() == []
    assert used() == {"guest": 0}
    assert client.get(own).status_code == 404
    assert client.post(f"{link}/1/withdraw").status_code == 409
    assert name(client, link, 1) == 302
    assert used() == {"guest": 1}
    assert len(members()) == 1


@pytest.mark.one_database
def test_the_head_stands_first_then_ranks_then_strokes(client: FlaskClient, organiser: FlaskClient) -> None:
    link = grant(organiser, places_guest="4")
    name(client, link, 1, name="示例丁", is_head="y")
    name(client, link, 2, name="示例丙", rank="2")
    name(client, link, 3, name="示例乙")
    name(client, link, 4, name="示例戊", is_head="y", rank="9")
    assert [one[0] for one in members()] == ["示例戊", "示例丙", "示例乙", "示例丁"]


@pytest.mark.one_database
def test_a_school_sees_its_own_delegation_at_its_desk_and_no_other_does(app: Flask, organiser: FlaskClient) -> None:
    grant(organiser, unit="school", name=UNIVERSITY)
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        path, title = f"/delegation/{delegation.public_id}", delegation.name
    own, other = signed_in(app, "school@congress.test"), signed_in(app, "other@congress.test")
    assert title in own.get("/delegations").get_data(as_text=True)
    assert name(own, path, 1) == 302
    assert title not in other.get("/delegations").get_data(as_text=True)
    assert other.get(path).status_code == 404
    assert app.test_client().get(path).status_code == 404


@pytest.mark.one_database
def test_after_the_deadline_only_the_organiser_goes_on(
    client: FlaskClient, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = grant(organiser, places_guest="2")
    with unit_of_work() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        delegation.deadline = delegation.created_at
    assert name(client, link, 1) == 409
    assert send(client, link, "姓名\n示例甲\n").status_code == 409
    assert name(organiser, link, 1) == 302
    assert "已逾期" in organiser.get("/console/delegations").get_data(as_text=True)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"unit": "school", "name": "没有的学校"}, "没有这一名称或代码的学校或市州"),
        ({"places_guest": ""}, "至少需要一个名额"),
        ({"deadline": "2020-01-01T00:00"}, "这个时刻已经过去"),
    ],
)
def test_terms_that_cannot_be_are_told_and_keep_what_was_typed(
    organiser: FlaskClient, more: dict[str, str], words: str
) -> None:
    answer = organiser.post("/console/delegations/new", data=terms(**more))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert words in page
    assert 'value="示例联系人"' in page


def test_places_are_never_fewer_than_are_used_and_a_new_link_ends_the_old(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser)
    name(client, link, 1)
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        path = f"/console/delegations/{delegation.public_id}"
    refused = organiser.post(f"{path}/edit", data=terms(places_guest="0", places_vip="1"))
    assert refused.status_code == 422
    assert "该类别已用 1 个名额" in refused.get_data(as_text=True)
    assert organiser.post(f"{path}/edit", data=terms(places_guest="5")).status_code == 302
    assert 'value="5"' in organiser.get(f"{path}/edit").get_data(as_text=True)
    organiser.post(f"{path}/link")
    assert client.get(link).status_code == 404
    assert client.get(link_of("contact@example.test")).status_code == 200


@pytest.mark.one_database
def test_a_workbook_of_thirty_is_stored_and_each_with_an_address_is_written_to(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser, places_guest="30")
    book = Workbook()
    sheet = book.active
    sheet.append(["示例代表团名单（虚构）"])
    sheet.append(["姓名", "单位及职务", "电子邮箱"])
    for number in range(30):
        told = ["示例学院 教授", f"m{number}@example.test"] if number else ["", ""]
        sheet.append([f"示例团员{number}", *told])
    content = io.BytesIO()
    book.save(content)
    sent = client.post(link, data={"file": (io.BytesIO(content.getvalue()), "名单.xlsx")})
    assert sent.status_code == 302
    assert used() == {"guest": 30}
    assert len(members()) == 30
    assert {unit for _name, unit, *_rest in members()} == {"示例学院", "示例（虚构）公司"}
    assert client.get(link_of("m29@example.test")).status_code == 200


def test_places_cannot_fall_below_those_that_somebody_else_has_just_taken(organiser: FlaskClient) -> None:
    grant(organiser, places_guest="3")
    with unit_of_work() as session:
        congress = the_congress(session)
        [delegation] = delegations_of(session, congress.id, ORGANISER)
        # what another process did after these places were read
        session.execute(update(Quota).values(used=2).execution_options(synchronize_session=False))
        fewer = Terms(
            unit=Unit.OTHER, name=delegation.name, contact_name="示例联系人", email=None, phone=None, language="zh",
            deadline=delegation.deadline, places={delegation.quotas[0].category: 1},
        )  # fmt: skip
        with pytest.raises(Invalid):
            change_delegation(session, delegation, fewer, by=ORGANISER, now=clock.now())


@pytest.mark.stricter_database
def test_places_lowered_while_people_are_named_are_exact_whoever_comes_first(
    app: Flask, organiser: FlaskClient
) -> None:
    link = grant(organiser, places_guest="6")
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        path = f"/console/delegations/{delegation.public_id}/edit"

    organisers = {number: signed_in(app, "organiser@congress.test") for number in range(0, 8, 2)}

    def act(number: int) -> int:
        if number in organisers:
            return organisers[number].post(path, data=terms(places_guest="2")).status_code
        return name(app.test_client(), link, number)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, range(8)))
    assert set(done) <= {302, 409, 422}
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        [quota] = delegation.quotas
        assert quota.used == len(nominees_of(session, delegation.id)) <= quota.places


def test_who_was_replaced_while_they_typed_changes_nothing_of_the_one_who_comes_instead(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    name(client, grant(organiser), 1)
    own = link_of("m1@example.test").rsplit("/", 1)[1]
    with unit_of_work() as session:
        late = nominee_by_link(session, own)
        # what another process did after the link was read
        session.execute(update(Nominee).values(link_digest="another's").execution_options(synchronize_session=False))
        with pytest.raises(StateRefused):
            complete_nominee(session, late, {"name": "示例团员壹"}, by=Actor(), now=clock.now())
    assert members() == [("示例团员1", "示例（虚构）公司", "confirmed", False)]
