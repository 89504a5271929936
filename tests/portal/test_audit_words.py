"""The audit trail speaks to its reader in words."""

from datetime import UTC, datetime

from flask import Flask

from congress.foundation.access import SYSTEM
from congress.foundation.audit import record
from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_user, signed_in


def test_the_details_of_an_act_are_said_in_words(app: Flask) -> None:
    with unit_of_work() as session:
        email = make_user(session, "auditor").email
        record(
            session, SYSTEM, "handbook.texts", "congress", "2026", now=datetime.now(UTC), chapters=["a", "b"], open=True
        )
        record(session, SYSTEM, "day.set", "congress", "2026", now=datetime.now(UTC), working=False, unheard_of=None)
    page = signed_in(app, email).get("/console/audit?lang=en").get_data(as_text=True)
    assert "Chapters: a, b; Is open: Yes" in page
    assert "Working day: No; unheard_of: –" in page
