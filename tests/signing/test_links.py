"""Signing from afar: a link and a code by two ways, once, for one text and one signatory."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import the_congress
from congress.signing.actions import name_signatory
from congress.signing.links import LIVES, MOST_TRIES
from congress.signing.models import SigningLink
from congress.signing.queries import intention_of_congress
from tests.factories.office import C, Office
from tests.factories.signing import make_link, told

YES = {"agreed": "y"}


class Asked:
    """An intention whose first party was asked, with link and code."""

    def __init__(self, client: FlaskClient) -> None:
        self.office, self.client = Office(client), client
        self.made = self.office.intention()
        self.again()

    def again(self) -> None:
        with unit_of_work() as session:
            self.secret = make_link(session, self.made["id"])
            found = re.search(r"\d{6}", told(session, "signing.code"))
            assert found is not None
            self.code = found.group()

    def sign(self, code: str | None = None, **more: str) -> tuple[int, str]:
        agent = {"User-Agent": "Example browser"}
        answer = self.client.post(f"/sign/{self.secret}", data={"code": code or self.code} | more, headers=agent)
        return answer.status_code, answer.get_data(as_text=True)

    def signatures(self) -> list[dict[str, str]]:
        return self.office.ask("organiser", "GET", f"{C}/intentions/{self.made['id']}", status=200)["signatures"]


@pytest.fixture
def asked(client: FlaskClient) -> Asked:
    return Asked(client)


def test_the_text_is_shown_to_whoever_has_link_and_code_and_signed_once(asked: Asked) -> None:
    page = asked.client.get(f"/sign/{asked.secret}").get_data(as_text=True)
    assert asked.made["title"] not in page
    status, page = asked.sign()
    assert status == 200
    assert asked.made["title"] in page
    assert asked.signatures() == []
    assert asked.sign(**YES)[0] == 200
    [signature] = asked.signatures()
    assert (signature["how"], signature["signatory"]) == ("link", "示例代表")
    with reading() as session:
        intention = intention_of_congress(session, the_congress(session).id, asked.made["id"])
        [kept] = intention.signatures
        # what the device said of itself, and no address
        assert kept.facts == {"agent": "Example browser", "languages": ""}
        assert kept.text_sha256 in page
    assert asked.sign(**YES)[0] == 404
    assert len(asked.signatures()) == 1


def test_guessing_the_code_ends_the_link(asked: Asked) -> None:
    wrong = f"{(int(asked.code) + 1) % 10**6:06d}"
    assert [asked.sign(wrong, **YES)[0] for _each in range(MOST_TRIES)] == [422] * MOST_TRIES
    assert asked.sign(**YES)[0] == 404
    assert asked.signatures() == []


def test_a_changed_text_ends_the_links_that_are_out(asked: Asked) -> None:
    path = f"{C}/intentions/{asked.made['id']}"
    asked.office.ask("organiser", "PATCH", path, {"amount_fen": 5}, 200)
    assert asked.client.get(f"/sign/{asked.secret}").status_code == 409
    assert asked.sign(**YES)[0] == 409
    # what was changed back is the text that they were asked about
    asked.office.ask("organiser", "PATCH", path, {"amount_fen": asked.made["amount_fen"]}, 200)
    assert asked.sign(**YES)[0] == 200


def test_a_newer_link_and_another_signatory_end_the_older_link(asked: Asked) -> None:
    older = asked.secret
    asked.again()
    assert asked.client.get(f"/sign/{older}").status_code == 404
    with unit_of_work() as session:
        intention = intention_of_congress(session, the_congress(session).id, asked.made["id"])
        name_signatory(
            session, intention, intention.parties[0], name="示例他人", post="", registration_id=None, by=SYSTEM,
            now=datetime.now(UTC),
        )  # fmt: skip
    assert asked.sign(**YES)[0] == 404


def test_a_link_ends_after_its_days(asked: Asked) -> None:
    with unit_of_work() as session:
        for link in session.query(SigningLink):
            link.expires_at -= LIVES + timedelta(seconds=1)
    assert asked.sign(**YES)[0] == 404


def test_neither_secret_nor_code_is_stored(asked: Asked) -> None:
    with reading() as session:
        [link] = session.query(SigningLink)
        stored = " ".join(str(value) for value in vars(link).values())
    assert asked.secret not in stored
    assert asked.code not in stored
