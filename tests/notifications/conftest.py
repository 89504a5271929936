"""A site that sends its mail to a server of the test."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from congress.foundation.db import unit_of_work
from congress.settings import Settings
from tests.factories.programme import make_congress, make_forum
from tests.factories.schools import make_reference
from tests.layouts import free_port
from tests.notifications.mailbox import Box


@pytest.fixture
def box() -> Iterator[Box]:
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.port = server.port
    yield box
    server.stop()


@pytest.fixture
def site(app: Flask, box: Box, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app, which sends its mail to the box."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setitem(
        app.extensions,
        "settings",
        replace(settings, smtp_url=f"smtp://127.0.0.1:{box.port}"),
    )
    with unit_of_work() as session:
        congress = make_congress(session)
        make_reference(session)
        make_forum(session, congress, "opening", waitlist=True)
    return app
