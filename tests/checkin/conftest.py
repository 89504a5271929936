"""The desk that every test about gates begins with."""

import pytest
from flask.testing import FlaskClient

from tests.checkin.desk import Desk


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)
