"""The public page that judges a sealed paper: in words, and without keeping any of it."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.limits import limiter
from congress.signing import views
from tests.factories.office import C, Office


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def send(client: FlaskClient, content: bytes) -> tuple[int, str]:
    answer = client.post("/verify", data={"file": (BytesIO(content), "paper.pdf")})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_agreement_itself_is_known_and_a_longer_copy_is_not(office: Office) -> None:
    made = office.signed()
    pdf = office.ask("organiser", "GET", f"{C}/intentions/{made['id']}/agreement.pdf", status=200).data
    status, page = send(office.client, pdf)
    assert status == 200
    assert "未被改动" in page
    assert made["id"].upper() in page
    # nothing of what the parties keep to themselves
    assert made["title"] not in page
    status, page = send(office.client, pdf + b"\n% more")
    assert status == 200
    assert "签章后有追加内容" in page
    assert made["id"].upper() not in page


def test_the_code_on_an_agreement_leads_to_its_number_and_says_no_more(office: Office) -> None:
    open_one, made = office.intention(), office.signed()
    page = office.client.get(f"/verify/{made['id']}").get_data(as_text=True)
    assert made["id"].upper() in page
    assert made["title"] not in page
    assert office.client.get(f"/verify/{open_one['id']}").status_code == 404
    assert office.client.get("/verify/nobody-knows").status_code == 404


def test_nothing_that_was_sent_is_kept(office: Office, app: Flask) -> None:
    folder: Path = app.extensions["settings"].instance_dir
    before = {path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name}
    assert send(office.client, b"%PDF-1.7 nothing\n%%EOF")[0] == 200
    after = {path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name}
    # at most the key by which it was judged is new
    assert {path.name for path in after - before} <= {"seal.pem"}


def test_no_file_and_too_large_a_file_are_refused_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.client.post("/verify", data={}).status_code == 422
    monkeypatch.setattr(views, "LARGEST", 1000)
    status, page = send(office.client, b"%PDF-" + b"0" * 1000)
    assert status == 413
    assert "notice--no" in page


def test_one_address_may_not_ask_without_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    answers = [send(office.client, b"no paper")[0] for _each in range(21)]
    assert answers == [200] * 20 + [429]
