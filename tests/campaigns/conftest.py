"""Three who registered and two organisers, on a site that sends its mail to a server of the test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from congress.notifications.models import Message
from tests.checkin.conftest import desk
from tests.factories.accounts import make_user, signed_in
from tests.notifications.conftest import box
from tests.notifications.conftest import site as mailing

__all__ = ["box", "desk", "mailing"]

PEOPLE = [
    ("示例甲", "jia@example.test", "zh"),
    ("<b>示例乙", "yi@example.test", "zh"),
    ("Sample Alumna", "sample@example.test", "en"),
]
STUDIED = {"jia@example.test", "yi@example.test"}


@pytest.fixture
def site(mailing: Flask) -> Flask:
    """The letters about registering are forgotten, so that only campaigns arrive."""
    client = mailing.test_client()
    for name, address, language in PEOPLE:
        form = {"name": name, "email": address, "language": language, "attend": "y"}
        if address == PEOPLE[0][1]:
            form["forums"] = "opening"
        if address in STUDIED:
            form |= {"schools-0-school": "示例大学", "schools-0-graduated": "2001"}
        answer = client.post("/register", data=form)
        assert answer.status_code == 302, answer.get_data(as_text=True)
    with unit_of_work() as session:
        session.query(Message).delete()
        for one in ("writer", "second"):
            make_user(session, "organiser", email=f"{one}@congress.test")
    return mailing


@pytest.fixture
def organiser(site: Flask) -> FlaskClient:
    return signed_in(site, "writer@congress.test")


@pytest.fixture
def second(site: Flask) -> FlaskClient:
    return signed_in(site, "second@congress.test")
