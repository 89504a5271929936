"""An organiser at a congress, with two schools."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_user, signed_in
from tests.factories.programme import make_congress
from tests.factories.schools import UNIVERSITY, make_reference


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    """At a congress that reviews whoever registers alone."""
    with unit_of_work() as session:
        make_congress(session, approval=True)
        make_reference(session)
        make_user(session, "organiser")
        make_user(session, "school", kind="school", code=UNIVERSITY)
        make_user(session, "school", email="other@congress.test", kind="school", code="HN-T-U2")
    return signed_in(app, "organiser@congress.test")
