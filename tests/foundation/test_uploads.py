"""Files that people bring."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        return make_token(session, make_user(session, "organiser"))


def upload(client: FlaskClient, organiser: dict[str, str], content: bytes) -> int:
    file = {"file": (io.BytesIO(content), "proof.pdf")}
    return client.post("/api/v1/uploads", data=file, headers=organiser).status_code


def test_a_pdf_that_is_whole_is_taken_though_not_every_reader_opens_it(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    assert (
        upload(client, organiser, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") == 201
    )


def test_a_pdf_that_was_cut_off_is_refused(client: FlaskClient, organiser: dict[str, str]) -> None:
    assert upload(client, organiser, b"%PDF-1.4\n1 0 obj<</Type/Cat") == 422
