"""What a device carries to decide alone: who may enter, sealed; little to load; later only what changed."""

import base64
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.checkin.manifest import code_digest, derive, index_text, open_entry
from congress.foundation.db import db
from tests.checkin.desk import C, Desk
from tests.factories.badges import copy_badge


def place_of(document: dict[str, Any], token: str) -> tuple[str, bytes]:
    index, key = derive(token, base64.urlsafe_b64decode(document["salt"] + "=="))
    return index_text(index), key


def sealed_of(document: dict[str, Any], token: str) -> str | None:
    index, _key = place_of(document, token)
    return next((entry["sealed"] for entry in document["entries"] if entry["index"] == index), None)


def test_the_copy_names_nobody_and_opens_with_the_badge_alone(desk: Desk) -> None:
    token, other = desk.register(1)["badge"]["token"], desk.register(2)["badge"]["token"]
    document = desk.get("gates/main/manifest")
    assert "示例校友" not in json.dumps(document, ensure_ascii=False)
    sealed = sealed_of(document, token)
    assert sealed is not None
    assert open_entry(place_of(document, token)[1], sealed) == "示例校友1"
    with pytest.raises(InvalidTag):
        open_entry(place_of(document, other)[1], sealed)


UNIT = "示例大学（虚构）" * 6


def join_delegation() -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE registrations SET delegation = :unit"), {"unit": UNIT})


def test_the_delegation_opens_with_the_badge_too_and_stands_nowhere_else(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    before = desk.get("gates/main/manifest")["version"]
    join_delegation()
    document = desk.get(f"gates/main/manifest?since={before}")
    sealed = sealed_of(document, token)
    assert sealed is not None
    name, secret = open_entry(place_of(document, token)[1], sealed).split("\n")
    [unit] = document["delegations"]
    index, key = place_of(document, secret)
    assert (name, unit["index"], open_entry(key, unit["sealed"])) == ("示例校友1", index, UNIT)
    assert "示例大学" not in json.dumps(document, ensure_ascii=False)


def test_who_has_the_copy_already_is_told_so(desk: Desk) -> None:
    desk.register()
    path = f"{C}/gates/main/manifest"
    answer = desk.client.get(path, headers=desk.headers)
    known = desk.headers | {"If-None-Match": answer.headers["ETag"]}
    assert desk.client.get(path, headers=known).status_code == 304
    desk.register(2)
    assert desk.client.get(path, headers=known).status_code == 200


def test_a_forums_gate_tells_holders_from_others(desk: Desk) -> None:
    holder = desk.register(1, forums=["talk"])["badge"]["token"]
    waiting = desk.register(2, forums=["talk"])["badge"]["token"]
    document = desk.get("gates/hall/manifest")
    assert sealed_of(document, holder)
    assert document["others"] == [place_of(document, waiting)[0]]


def test_later_only_what_changed_is_loaded(desk: Desk) -> None:
    people = [desk.register(number) for number in range(1, 31)]
    before = desk.get("gates/main/manifest")
    assert (before["whole"], len(before["buckets"]), len(before["entries"])) == (True, 256, 30)
    unchanged = desk.get(f"gates/main/manifest?since={before['version']}")
    assert (unchanged["whole"], unchanged["buckets"], unchanged["version"]) == (False, [], before["version"])

    renewed = desk.post(f"registrations/{people[0]['code']}/badge", {"reason": "lost"}, 201)
    desk.post(f"registrations/{people[1]['code']}/cancel", {}, 200)
    after = desk.get(f"gates/main/manifest?since={before['version']}")
    void = {place_of(after, people[number]["badge"]["token"])[0] for number in (0, 1)}
    assert set(after["revoked"]) == void
    assert sealed_of(after, renewed["badge"]["token"])
    assert 2 <= len(after["buckets"]) <= 3
    # the parts that are sent replace those that the device has: put together they are the whole
    whole = desk.get("gates/main/manifest")
    assert after["version"] == whole["version"]


@pytest.mark.parametrize("since", ["", "x", "AAAA.1", "é.1", "." * 50])
def test_a_version_that_is_none_gets_the_whole_copy(desk: Desk, since: str) -> None:
    desk.register()
    document = desk.client.get(f"{C}/gates/main/manifest", query_string={"since": since}, headers=desk.headers).json
    assert (document["whole"], len(document["entries"])) == (True, 1)


def test_the_copy_says_who_is_inside_by_now(desk: Desk) -> None:
    first, second = desk.register(1)["badge"]["token"], desk.register(2)["badge"]["token"]
    desk.scan(first, "side")
    document = desk.get("gates/main/manifest")
    assert [(one["index"], one["gate"]) for one in document["inside"]] == [(place_of(document, first)[0], "side")]
    desk.scan(second)
    later = desk.get(f"gates/main/manifest?since={document['version']}")
    assert place_of(later, second)[0] in {one["index"] for one in later["inside"]}
    assert desk.get("gates/hall/manifest")["inside"] == []


def test_the_name_tells_its_length_only_in_steps(desk: Desk) -> None:
    tokens = [desk.register(n, name=name)["badge"]["token"] for n, name in enumerate(("示例", "示例友", "示例校友"), 1)]
    document = desk.get("gates/main/manifest")
    assert len({len(sealed_of(document, token) or "") for token in tokens}) == 1


def test_a_printed_code_leads_to_its_badge_and_is_not_told(desk: Desk) -> None:
    people = [desk.register(number) for number in (1, 2)]
    void = people[1]["badge"]["token"]
    desk.post(f"registrations/{people[1]['code']}/cancel", {}, 200)
    with db.engine.connect() as connection:
        codes = connection.execute(text("SELECT code FROM badges ORDER BY id")).scalars().all()
    document = desk.get("gates/main/manifest")
    salt = base64.urlsafe_b64decode(document["salt"] + "==")
    led = dict(document["codes"])
    assert led[code_digest(codes[0], salt)] == place_of(document, people[0]["badge"]["token"])[0]
    assert led[code_digest(codes[1], salt)] == place_of(document, void)[0]
    assert document["revoked"] == [place_of(document, void)[0]]
    assert not any(code in json.dumps(document) for code in codes)


def party_in(document: dict[str, Any], token: str) -> Any:
    """What this badge opens of those who come with it; None where nobody does."""
    index, key = place_of(document, token)
    sealed = next((one["sealed"] for one in document["parties"] if one["index"] == index), None)
    return json.loads(open_entry(key, sealed)) if sealed else None


def test_those_who_come_with_somebody_are_opened_by_the_leaders_badge_alone(desk: Desk, officer: FlaskClient) -> None:
    people = [desk.register(number) for number in range(1, 5)]
    tokens = [one["badge"]["token"] for one in people]
    before = desk.get("gates/main/manifest")
    assert before["parties"] == []
    party = {"name": "示例代表团", "leader": people[0]["code"], "members": f"{people[2]['code']} {people[1]['code']}"}
    assert officer.post("/console/parties", data=party).status_code == 302
    document = desk.get(f"gates/main/manifest?since={before['version']}")
    assert len(document["buckets"]) == 1, "the leader's alone has changed"
    assert "示例" not in json.dumps(document, ensure_ascii=False)
    led = party_in(document, tokens[0])
    places = [place_of(document, token)[0] for token in (tokens[2], tokens[1])]
    assert (led["name"], [member[0] for member in led["members"]]) == ("示例代表团", places)
    assert [member[3] for member in led["members"]] == ["示例校友3", "示例校友2"]
    assert desk.scan(led["members"][0][2])["registration"]["name"] == "示例校友3", "by the printed code"
    assert party_in(document, tokens[1]) is None

    renewed = desk.post(f"registrations/{people[1]['code']}/badge", {"reason": "lost"}, 201)
    desk.post(f"registrations/{people[2]['code']}/cancel", {}, 200)
    after = desk.get(f"gates/main/manifest?since={document['version']}")
    [member] = party_in(after, tokens[0])["members"]
    assert member[0] == place_of(after, renewed["badge"]["token"])[0]
    assert desk.get("gates/hall/manifest")["parties"] == [], "whoever may not enter brings nobody in"


@pytest.mark.one_database
def test_ten_thousand_badges_fit_into_two_megabytes(desk: Desk) -> None:
    desk.register()
    join_delegation()
    copy_badge(10_000)
    answer = desk.client.get(f"{C}/gates/main/manifest", headers=desk.headers)
    assert len(answer.json["entries"]) == 10_000
    assert len(answer.get_data()) < 2_000_000
    later = desk.client.get(f"{C}/gates/main/manifest?since={answer.json['version']}", headers=desk.headers)
    assert len(later.get_data()) < 5000
