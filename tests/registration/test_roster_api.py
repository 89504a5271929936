"""A program brings a list of people: tried out first, told by row and column what is wrong, stored whole."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress
from tests.factories.rosters import work

ROSTERS = "/api/v1/congresses/2036/rosters"
GOOD = "姓名,部门,手机\n示例甲,示例（虚构）公司,13900000001\n"


@pytest.fixture
def headers(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        make_congress(session)
        return make_token(session, make_user(session, "organiser"))


def bring(client: FlaskClient, headers: dict[str, str], content: str, **asked: str) -> Any:
    file = {"file": (BytesIO(content.encode()), "list.csv")}
    return client.post(ROSTERS, data=file, query_string=asked, headers=headers, content_type="multipart/form-data")


def test_a_list_is_brought_tried_out_and_stored(client: FlaskClient, headers: dict[str, str]) -> None:
    brought = bring(client, headers, GOOD).json
    assert (brought["rows"], brought["state"], brought["mapping"]) == (
        1, "waiting", {"姓名": "name", "部门": "", "手机": "phone"},
    )  # fmt: skip
    here = brought["links"]["self"]
    said = {"mapping": {"部门": "organisation"}}
    assert client.post(f"{here}/try", json=said, headers=headers).status_code == 202
    work()
    tried = client.get(here, headers=headers).json
    assert (tried["state"], tried["report"]["created"], tried["stored"]) == ("done", 1, False)
    assert client.post(f"{here}/store", headers=headers).status_code == 202
    work()
    assert client.get(here, headers=headers).json["stored"] is True
    found = client.get("/api/v1/congresses/2036/registrations", headers=headers).json["items"]
    assert len(found) == 1
    assert bring(client, headers, GOOD).json["mapping"]["部门"] == "organisation"


@pytest.mark.one_database
def test_what_is_wrong_is_told_by_row_and_column_and_stores_nothing(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    here = bring(client, headers, GOOD + "示例乙,,12\n").json["links"]["self"]
    assert client.post(f"{here}/store", headers=headers).json["type"].endswith("roster-not-tried")
    client.post(f"{here}/try", json={}, headers=headers)
    work()
    tried = client.get(here, headers=headers).json
    wrong = [(one["row"], one["column"]) for one in tried["report"]["problems"] if one["level"] == "error"]
    assert wrong == [(3, "手机")]
    refused = client.post(f"{here}/store", headers=headers)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    assert [one["field"] for one in refused.json["errors"]] == ["row 3, column 手机"]
    assert client.get(tried["links"]["noticed"], headers=headers).data.startswith(b"PK")


@pytest.mark.one_database
def test_a_column_or_a_field_that_is_not_there_is_named(client: FlaskClient, headers: dict[str, str]) -> None:
    here = bring(client, headers, GOOD).json["links"]["self"]
    for mapping in ({"桌号": "name"}, {"部门": "桌号"}):
        refused = client.post(f"{here}/try", json={"mapping": mapping}, headers=headers)
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, f"mapping.{next(iter(mapping))}")
    assert bring(client, headers, GOOD, of="cars").json["errors"][0]["field"] == "of"
    assert client.post(ROSTERS, headers=headers).json["errors"][0]["field"] == "file"


@pytest.mark.one_database
def test_a_list_is_its_bringers_own(client: FlaskClient, headers: dict[str, str]) -> None:
    here = bring(client, headers, GOOD).json["links"]["self"]
    with unit_of_work() as session:
        other = make_token(session, make_user(session, "organiser", email="other@congress.test"))
    assert client.get(here, headers=other).status_code == 404
