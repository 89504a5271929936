"""Letters to many: who gets them, who lets them out, how they are stopped, and how one gets no more of them."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from congress.accounts.models import User
from congress.alumni.models import Consent
from congress.campaigns import actions
from congress.campaigns.models import Campaign, CampaignLetter
from congress.campaigns.rules import PLACES
from congress.campaigns.states import CampaignState
from congress.campaigns.tasks import send_letters
from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.foundation.places import filled, unknown_places
from congress.notifications import tasks
from congress.notifications.delivery import compose
from congress.notifications.models import BouncingAddress, Message
from congress.notifications.tasks import deliver_due
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from tests.campaigns.conftest import PEOPLE
from tests.checkin.desk import Desk
from tests.factories.campaigns import EVERYBODY, WORDS, make_campaign
from tests.notifications.mailbox import Box

LIST = "/console/campaigns"
DRAFT = WORDS | EVERYBODY | {"subject_en": "To {name}", "text_en": "{name}, your code is {code}."}


def written(client: FlaskClient, **more: str) -> str:
    """The address of a campaign that was written in the console."""
    answer = client.post(f"{LIST}/new", data=DRAFT | more)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def released(writer: FlaskClient, second: FlaskClient, **more: str) -> str:
    page = written(writer, **more)
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 302
    return page


def letters() -> list[str]:
    """The addresses of those who were written to, in the order of the letters."""
    with reading() as session:
        statement = select(Message.address).where(Message.event == "campaigns.letter").order_by(Message.id)
        return list(session.scalars(statement))


def state() -> str:
    with reading() as session:
        return session.scalars(select(Campaign.state)).one()


def test_a_campaign_written_by_one_and_released_by_another_arrives_once_in_each_ones_language(
    site: Flask, organiser: FlaskClient, second: FlaskClient, box: Box
) -> None:
    page = written(organiser)
    assert second.get(page).status_code == 200
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 302
    assert send_letters() == len(PEOPLE)
    assert send_letters() == 0
    deliver_due()
    found = {letter["To"]: letter for letter in box.letters}
    assert sorted(found) == sorted(address for _name, address, _language in PEOPLE)
    assert len(box.letters) == len(PEOPLE)
    zh, en = found["jia@example.test"], found["sample@example.test"]
    assert (zh["Subject"], en["Subject"]) == ("致示例甲", "To Sample Alumna")
    assert "Sample Alumna, your code is" in en.get_body(("plain",)).get_content()
    assert "一键退订" in zh.get_body(("plain",)).get_content()
    assert state() == "done"


@pytest.mark.one_database
def test_nobody_releases_their_own_words(site: Flask, organiser: FlaskClient, box: Box) -> None:
    page = written(organiser)
    assert organiser.post(f"{page}/release", data={"version": "1"}).status_code == 403
    assert send_letters() == 0
    assert state() == "draft"


@pytest.mark.one_database
def test_words_that_changed_after_they_were_read_are_not_released(
    site: Flask, organiser: FlaskClient, second: FlaskClient
) -> None:
    page = written(organiser)
    organiser.post(f"{page}/edit", data=DRAFT | {"text_zh": "另一段"})
    assert second.post(f"{page}/release", data={"version": "1"}).status_code == 409
    assert second.post(f"{page}/release", data={}).status_code == 409
    assert second.post(f"{page}/release", data={"version": "2"}).status_code == 302


def test_a_change_after_the_release_stops_the_sending_and_nobody_gets_it_twice(
    site: Flask, organiser: FlaskClient, second: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 1)
    page = released(organiser, second)
    with unit_of_work() as session:
        campaign = session.scalars(select(Campaign.id)).one()
        assert actions.send_batch(session, campaign, now=clock.now()) == 1
    organiser.post(f"{page}/edit", data=DRAFT)
    assert state() == "draft"
    assert send_letters() == 0
    assert second.post(f"{page}/release", data={"version": "2"}).status_code == 302
    assert send_letters() == len(PEOPLE) - 1
    assert len(letters()) == len(set(letters())) == len(PEOPLE)


@pytest.mark.one_database
def test_a_paused_campaign_waits_and_goes_on(site: Flask, organiser: FlaskClient, second: FlaskClient) -> None:
    page = released(organiser, second)
    assert organiser.post(f"{page}/paused").status_code == 302
    assert send_letters() == 0
    assert organiser.post(f"{page}/paused").status_code == 409
    assert organiser.post(f"{page}/sending").status_code == 302
    assert send_letters() == len(PEOPLE)
    assert organiser.post(f"{page}/paused").status_code == 409


@pytest.mark.one_database
def test_a_draft_goes_out_by_its_release_alone(site: Flask, organiser: FlaskClient) -> None:
    assert organiser.post(f"{written(organiser)}/sending").status_code == 409
    assert send_letters() == 0


@pytest.mark.one_database
def test_a_sent_campaign_cannot_be_changed(site: Flask, organiser: FlaskClient, second: FlaskClient) -> None:
    page = released(organiser, second)
    send_letters()
    assert organiser.post(f"{page}/edit", data=DRAFT).status_code == 409


@pytest.mark.parametrize(
    ("narrowed", "reached"),
    [
        ({"forum": "opening"}, ["jia@example.test"]),
        ({"school": "示例大学"}, ["jia@example.test", "yi@example.test"]),
        ({"came": "came"}, []),
        ({"came": "away"}, [address for _name, address, _language in PEOPLE]),
        ({"status": "cancelled"}, []),
        ({"purpose": "keep_after"}, []),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else str(len(value)),
)
def test_it_reaches_whom_the_filter_finds(
    site: Flask, organiser: FlaskClient, second: FlaskClient, narrowed: dict[str, str], reached: list[str]
) -> None:
    released(organiser, second, **narrowed)
    send_letters()
    assert sorted(letters()) == sorted(reached)


@pytest.mark.one_database
def test_those_who_came_are_those_whom_a_gate_let_in(desk: Desk) -> None:
    came = desk.register(1)
    desk.register(2)
    assert desk.scan(came["badge"]["token"])["result"] == "admitted"
    with unit_of_work() as session:
        writer = session.scalars(select(User)).one()
        for key in ("came", "away"):
            campaign = make_campaign(
                session, the_congress(session), writer, subject_zh=key, audience=EVERYBODY | {"came": key}
            )
            campaign.state = CampaignState.SENDING
    send_letters()
    with reading() as session:
        found = session.execute(select(Message.subject, Message.address).where(Message.event == "campaigns.letter"))
        assert dict(found.tuples().all()) == {"came": "a1@example.test", "away": "a2@example.test"}


def test_left_out_is_who_took_back_the_consent_and_whose_letters_come_back(
    site: Flask, organiser: FlaskClient, second: FlaskClient
) -> None:
    with unit_of_work() as session:
        person = session.scalars(select(Registration.person_id).where(Registration.email == "jia@example.test")).one()
        session.execute(update(Consent).where(Consent.person_id == person).values(withdrawn_at=clock.now()))
        session.add(BouncingAddress(address="yi@example.test", reason="550", created_at=clock.now()))
    released(organiser, second)
    send_letters()
    assert letters() == ["sample@example.test"]


def test_one_click_without_login_or_token_ends_all_further_campaigns(
    site: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.config, "WTF_CSRF_ENABLED", True)
    with unit_of_work() as session:
        writer = session.scalars(select(User).limit(1)).one()
        for _time in range(2):
            make_campaign(session, the_congress(session), writer)
        session.flush()
        first, then = session.scalars(select(Campaign).order_by(Campaign.id))
        first.state, later = CampaignState.SENDING, then.id
    send_letters()
    deliver_due()
    letter = next(one for one in box.letters if one["To"] == "yi@example.test")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip("<>").partition("//")[2].partition("/")[2]
    stranger = site.test_client()
    assert "退订" in stranger.get(f"/{link}").get_data(as_text=True)
    for _time in range(2):
        assert stranger.post(f"/{link}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with unit_of_work() as session:
        session.execute(update(Campaign).where(Campaign.id == later).values(state=CampaignState.SENDING))
    send_letters()
    assert letters().count("yi@example.test") == 1
    assert letters().count("jia@example.test") == 2


def test_what_concerns_one_person_overtakes_what_goes_to_many(
    site: Flask, organiser: FlaskClient, second: FlaskClient, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(organiser, second)
    send_letters()
    site.test_client().post("/login/code", data={"address": "jia@example.test"})
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    deliver_due()
    [letter] = box.letters
    assert letter["List-Unsubscribe"] is None


@pytest.mark.one_database
def test_a_long_link_stays_whole_in_the_head_of_the_letter(
    site: Flask, organiser: FlaskClient, second: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(site.extensions["settings"], public_url=f"https://{'hui.' * 12}example.test")
    monkeypatch.setitem(site.extensions, "settings", settings)
    released(organiser, second)
    send_letters()
    with reading() as session:
        message = session.scalars(select(Message).limit(1)).one()
        sent = compose(settings, message, []).as_bytes()
        assert f"\nList-Unsubscribe: <{message.unsubscribe_link}>\n".encode() in sent


@pytest.mark.one_database
def test_looking_at_the_link_takes_nobody_off_the_list(
    site: Flask, organiser: FlaskClient, second: FlaskClient
) -> None:
    released(organiser, second)
    send_letters()
    with reading() as session:
        secret = session.scalars(select(CampaignLetter.secret).limit(1)).one()
    client = site.test_client()
    for _time in range(2):
        assert "可在此退订" in client.get(f"/unsubscribe/{secret}").get_data(as_text=True)
    assert client.get("/unsubscribe/nobodys").status_code == 404


@pytest.mark.one_database
def test_a_place_that_nothing_can_be_put_into_is_refused_by_its_name(site: Flask, organiser: FlaskClient) -> None:
    answer = organiser.post(f"{LIST}/new", data=DRAFT | {"text_en": "{nmae}"})
    assert answer.status_code == 422
    assert "{nmae}" in answer.get_data(as_text=True)
    assert "your code is" not in answer.get_data(as_text=True)
    assert organiser.post(f"{LIST}/new", data=DRAFT | {"school": "无此学校"}).status_code == 422
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Campaign)) == 0


@pytest.mark.one_database
def test_the_page_shows_how_many_and_how_one_of_them_reads_it(site: Flask, organiser: FlaskClient) -> None:
    page = written(organiser, school="示例大学")
    with reading() as session:
        code = session.scalars(select(Registration.code).where(Registration.email == "yi@example.test")).one()
    shown = organiser.get(page).get_data(as_text=True)
    assert "致示例甲" in shown
    assert "示例大学" in shown
    shown = organiser.get(f"{page}?code={code.lower()}").get_data(as_text=True)
    assert f"&lt;b&gt;示例乙，您的编码是{code}。" in shown
    assert f"&lt;b&gt;示例乙, your code is {code}." in shown
    assert "没有该编码的收信人" in organiser.get(f"{page}?code=NOBODY").get_data(as_text=True)
    assert "示例大学" in organiser.get(f"{page}/edit").get_data(as_text=True)


@pytest.mark.one_database
def test_what_is_put_in_is_never_looked_at_again() -> None:
    values: dict[str, Any] = {"name": "{code}", "code": "SECRET"}
    assert filled("{name} {{x}}", values | {"x": "y"}) == "{code} {y}"
    assert unknown_places("{name} {Name} {} {Name}", PLACES) == ["Name", ""]


def test_a_letter_that_waits_is_not_sent_after_the_click(
    site: Flask, organiser: FlaskClient, second: FlaskClient, client: FlaskClient, box: Box
) -> None:
    released(organiser, second)
    send_letters()
    with reading() as session:
        secret = session.scalars(
            select(CampaignLetter.secret).where(CampaignLetter.address == "jia@example.test")
        ).one()
    assert client.post(f"/unsubscribe/{secret}").status_code == 200
    deliver_due()
    assert sorted(letter["To"] for letter in box.letters) == ["sample@example.test", "yi@example.test"]
    with reading() as session:
        assert session.scalars(select(Message.state).where(Message.address == "jia@example.test")).one() == "withdrawn"
