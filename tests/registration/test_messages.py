"""What people are told, from requests and from jobs alike."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.programme.queries import forum_by_slug, the_congress
from congress.registration.models import Holding
from congress.registration.states import HoldingStatus
from congress.registration.tasks import expire_offers
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum

C = "/api/v1/congresses/2036"


def organiser() -> dict[str, str]:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "small", capacity=1, waitlist=True, promotion="offer")
        return make_token(session, make_user(session, "organiser"))


def texts_to(address: str) -> list[str]:
    with reading() as session:
        return [message.text for message in messages_to(session, [address])]


def test_links_in_messages_never_follow_the_host_that_a_request_names(client: FlaskClient, app: Flask) -> None:
    organiser()
    client.post("/login", data={"address": "somebody@example.test"}, headers={"Host": "evil.example"})
    client.post("/login/code", data={"address": "somebody@example.test"}, headers={"Host": "evil.example"})
    texts = texts_to("somebody@example.test")
    assert texts
    assert all("evil" not in text and "http://congress.test/login/link/" in text for text in texts)


def test_a_job_passes_an_expired_offer_on_and_tells_the_next(client: FlaskClient, app: Flask) -> None:
    headers = organiser()
    codes = [
        client.post(
            f"{C}/registrations",
            json={"name": f"示例校友{n}", "email": f"a{n}@example.test", "consent": True, "forums": ["small"]},
            headers=headers,
        ).json["code"]
        for n in range(3)
    ]
    client.post(f"{C}/registrations/{codes[0]}/cancel", headers=headers)
    with unit_of_work() as session:
        offer = session.scalars(select(Holding).where(Holding.status == HoldingStatus.OFFERED)).one()
        offer.offered_until = clock.now() - timedelta(minutes=1)
    assert expire_offers() == 1
    [told, *_earlier] = texts_to("a2@example.test")
    assert "http://congress.test/me" in told
    with reading() as session:
        assert forum_by_slug(session, the_congress(session).id, "small").taken == 1
