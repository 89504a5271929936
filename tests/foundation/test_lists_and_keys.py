"""Lists in pages, and requests that are sent twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.registration.models import Registration
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum

PATH = "/api/v1/congresses/2036/registrations"


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "small", capacity=1)
        return make_token(session, make_user(session, "organiser"))


def entry(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True} | more


def count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_pages_leave_nothing_out_and_show_nothing_twice_while_others_come(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    for number in range(7):
        client.post(PATH, json=entry(number), headers=organiser)
    seen: list[str] = []
    query = "?limit=3"
    for page in range(4):
        answer = client.get(PATH + query, headers=organiser).json
        seen += [item["name"] for item in answer["items"]]
        client.post(PATH, json=entry(100 + page), headers=organiser)
        if answer["next"] is None:
            break
        query = f"?limit=3&cursor={answer['next']}"
    assert seen[:7] == [f"示例校友{number}" for number in range(7)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("size", [0, 3])
def test_a_last_page_that_is_full_is_the_last(client: FlaskClient, organiser: dict[str, str], size: int) -> None:
    for number in range(size):
        client.post(PATH, json=entry(number), headers=organiser)
    answer = client.get(f"{PATH}?limit=3", headers=organiser).json
    assert (len(answer["items"]), answer["next"]) == (size, None)


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "W10", "bnVsbA", "WyJ4IiwieSJd", "W251bGxd", "W3t9XQ", "W3sidCI6IngifV0", "W1sxXV0", "WzFlMzBd", "e30",
        "a" * 501, "一", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd",
    ],
)  # fmt: skip
def test_a_cursor_that_we_did_not_make_is_said_to_be_bad(
    client: FlaskClient, organiser: dict[str, str], cursor: str
) -> None:
    answer = client.get(f"{PATH}?cursor={cursor}", headers=organiser)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == ["cursor"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1.5", ""])
def test_a_limit_is_from_1_to_200(client: FlaskClient, organiser: dict[str, str], limit: str) -> None:
    assert client.get(f"{PATH}?limit={limit}", headers=organiser).status_code == 422


def test_a_refusal_is_an_answer_that_stays_the_same(client: FlaskClient, organiser: dict[str, str]) -> None:
    client.post(PATH, json=entry(1, forums=["small"]), headers=organiser)
    headers = organiser | {"Idempotency-Key": "k"}
    refused = client.post(PATH, json=entry(2, forums=["small"]), headers=headers)
    assert refused.status_code == 409
    [first] = client.get(PATH, headers=organiser).json["items"]
    client.post(f"{PATH}/{first['code']}/cancel", headers=organiser)
    again = client.post(PATH, json=entry(2, forums=["small"]), headers=headers)
    assert (again.status_code, again.data) == (409, refused.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert client.post(PATH, json=entry(2, forums=["small"]), headers=organiser).status_code == 201


def test_a_key_is_the_askers_own_and_the_paths_own_and_lasts_a_day(
    app: Flask, client: FlaskClient, organiser: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work() as session:
        other = make_token(session, make_user(session, "organiser", email="other@congress.test"))
    key = {"Idempotency-Key": "k"}
    made = client.post(PATH, json=entry(1), headers=organiser | key)
    assert client.post(PATH, json=entry(2), headers=other | key).status_code == 201
    path = f"{PATH}/{made.json['code']}/badge"
    assert client.post(path, json={"reason": "遗失"}, headers=organiser | key).json["badge"]["token"] != ""
    later = clock.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post(PATH, json=entry(3), headers=organiser | key).status_code == 201
    assert count() == 3


@pytest.mark.parametrize("key", ["", "a" * 201, "schlüssel", "tab\tbed"])
def test_a_key_that_cannot_be_one_is_refused(client: FlaskClient, organiser: dict[str, str], key: str) -> None:
    answer = client.post(PATH, json=entry(), headers=organiser | {"Idempotency-Key": key})
    assert answer.status_code == 422
    assert count() == 0


def test_the_same_request_many_times_at_once_does_one_thing(app: Flask, organiser: dict[str, str]) -> None:
    headers = organiser | {"Idempotency-Key": "k"}

    def ask(_number: int) -> tuple[int, bytes]:
        answer = app.test_client().post(PATH, json=entry(), headers=headers)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    statuses = Counter(status for status, _body in answers)
    assert set(statuses) <= {201, 409}
    assert statuses[201] >= 1
    assert len({body for status, body in answers if status == 201}) == 1
    assert all(b"request-in-progress" in body for status, body in answers if status == 409)
    assert count() == 1
    assert ask(0)[0] == 201
