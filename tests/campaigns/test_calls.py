"""Campaigns, reminders, the outbox and the words of messages, as programs ask for them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.queries import user_by_address
from congress.campaigns.tasks import send_letters
from congress.foundation.db import unit_of_work
from congress.notifications.tasks import deliver_due
from tests.campaigns.conftest import PEOPLE
from tests.campaigns.test_reminders import running
from tests.factories.accounts import make_token
from tests.notifications.mailbox import Box

pytestmark = pytest.mark.one_database
C = "/api/v1/congresses/2036"
DRAFT = {"subject": {"zh": "致{name}"}, "text": {"zh": "{name}，您好。"}, "audience": {"school": "示例大学"}}


class Api:
    """A program with the token of the one who writes."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    def ask(self, method: str, path: str, status: int, body: Any = None) -> Any:
        answer = self.client.open(path, method=method, json=body, headers=self.headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json


@pytest.fixture
def api(site: Flask, client: FlaskClient) -> Api:
    with unit_of_work() as session:
        writer = user_by_address(session, "writer@congress.test")
        assert writer is not None
        return Api(client, make_token(session, writer))


def test_a_draft_is_written_by_a_program_released_in_the_console_and_followed_letter_by_letter(
    api: Api, second: FlaskClient, box: Box
) -> None:
    draft = api.ask("POST", f"{C}/campaigns", 201, DRAFT)
    assert (draft["state"], draft["reach"]) == ("draft", {"found": 2, "reachable": 2, "written": 0, "left": 2})
    assert draft["audience"]["school"] != "示例大学"
    assert send_letters() == 0
    assert second.post(f"/console/campaigns/{draft['id']}/release", data={"version": "1"}).status_code == 302
    send_letters()
    box.refusing = "550 5.1.1 no such mailbox"
    deliver_due()
    one = f"{C}/campaigns/{draft['id']}"
    assert api.ask("GET", one, 200)["reach"] == {"found": 2, "reachable": 0, "written": 2, "left": 0}
    first = api.ask("GET", f"{one}/letters?limit=1", 200)
    then = api.ask("GET", f"{one}/letters?limit=1&cursor={first['next']}", 200)
    letters = [*first["items"], *then["items"]]
    assert [(letter["state"], letter["reason"][:9]) for letter in letters] == [("bounced", "550 5.1.1")] * 2
    assert len({letter["registration"] for letter in letters}) == 2
    assert [item["id"] for item in api.ask("GET", f"{C}/campaigns", 200)["items"]] == [draft["id"]]
    box.refusing = None
    message = letters[0]["message"]
    assert api.ask("POST", f"/api/v1/messages/{message}/retry", 200)["state"] == "waiting"
    deliver_due()
    assert api.ask("GET", f"/api/v1/messages/{message}", 200)["state"] == "sent"
    outbox = api.ask("GET", "/api/v1/messages?state=bounced&channel=mail&kind=campaigns", 200)
    assert [item["id"] for item in outbox["items"]] == [letters[1]["message"]]
    assert "您好" not in str(outbox)


def test_what_a_campaign_cannot_be_narrowed_to_or_filled_with_is_named_by_field(api: Api) -> None:
    wrong = DRAFT | {"audience": {"forum": "nowhere", "school": "无此学校"}}
    answer = api.ask("POST", f"{C}/campaigns", 422, wrong)
    assert answer["type"].endswith("invalid")
    assert [error["field"] for error in answer["errors"]] == ["audience.forum", "audience.school"]
    answer = api.ask("POST", f"{C}/campaigns", 422, DRAFT | {"text": {"zh": "{nobody}"}})
    assert [error["field"] for error in answer["errors"]] == ["text.zh"]
    api.ask("GET", f"{C}/campaigns/nobodys", 404)
    api.ask("GET", "/api/v1/messages/x", 404)
    api.ask("POST", "/api/v1/message-kinds/no.such/wordings", 404, {})


def test_the_schedule_says_when_what_goes_out_to_how_many(api: Api) -> None:
    running()
    [reminder] = api.ask("GET", f"{C}/reminders", 200)["items"]
    assert (reminder["occasion"], reminder["days"], reminder["at"], reminder["state"]) == ("congress", 7, "09:00", "on")
    assert reminder["moments"] == [
        {"day": "2036-11-20", "at": "2036-11-13T09:00:00+08:00", "told": 0, "left": len(PEOPLE)}
    ]


def test_words_are_proposed_by_a_program_and_hold_once_somebody_released_them(api: Api, second: FlaskClient) -> None:
    kind = "registration.known"
    words = {"subject": {"zh": "您已报名（新）"}, "short": {"zh": "【校友大会】您已报名 {code}：{link}"}}
    answer = api.ask("POST", f"/api/v1/message-kinds/{kind}/wordings", 422, words | {"long": {"zh": "没有链接"}})
    assert {error["field"] for error in answer["errors"]} == {"long.zh"}
    proposed = api.ask("POST", f"/api/v1/message-kinds/{kind}/wordings", 201, words)
    assert (proposed["version"], proposed["released_at"]) == (1, None)
    before = known(api, kind)
    assert (before["waiting"], before["subject"]["zh"]) == (1, "您已经报过名")
    second.post(f"/console/message-words/{kind}/release", data={"version": "1"})
    after = known(api, kind)
    assert (after["waiting"], after["subject"]["zh"], after["long"]) == (None, "您已报名（新）", before["long"])


def known(api: Api, key: str) -> Any:
    listed = api.ask("GET", "/api/v1/message-kinds?limit=200", 200)["items"]
    return next(one for one in listed if one["key"] == key)
