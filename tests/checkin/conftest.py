"""The desk that every test about gates begins with."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.foundation.db import unit_of_work
from tests.checkin.desk import Desk


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


@pytest.fixture
def officer(desk: Desk) -> FlaskClient:
    """The organiser in a browser."""
    client = desk.client.application.test_client()
    with unit_of_work() as session:
        user = user_by_address(session, "organiser@congress.test")
        assert isinstance(user, User)
        signed_in = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    with client.session_transaction() as cookie:
        cookie.update(signed_in)
    return client
