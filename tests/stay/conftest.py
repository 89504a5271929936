"""A congress to which some people come."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum
from tests.factories.stay import wish
from tests.programme.test_planning import sign_in

C = "/api/v1/congresses/2036"


@pytest.fixture
def headers(app: Flask, client: FlaskClient) -> dict[str, str]:
    """A congress with one forum, whose organiser is signed in and has a token."""
    with unit_of_work() as session:
        make_forum(session, make_congress(session), "opening", capacity=50)
        organiser = make_user(session, "organiser")
        sign_in(client, organiser)
        return make_token(session, organiser)


@pytest.fixture
def register(client: FlaskClient, headers: dict[str, str]) -> Callable[..., str]:
    """Registers somebody and answers the code."""

    def one(name: str, **more: object) -> str:
        body = {
            "name": name,
            "email": f"{name.encode().hex()}@example.test",
            "consent": True,
            "organisation": "示例大学",
        }
        answer = client.post(f"{C}/registrations", json=body | more, headers=headers)
        assert answer.status_code == 201, answer.json
        code: str = answer.json["code"]
        return code

    return one


def says(code: str, **more: object) -> None:
    """What somebody says of their journey, room and food."""
    with unit_of_work() as session:
        wish(session, who(session, code), **more)


def who(session: Session, code: str) -> Registration:
    return registration_by_code(session, the_congress(session).id, code)
