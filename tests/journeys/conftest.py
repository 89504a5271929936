"""The whole product on a port of its own, with everybody who works there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from congress.app import create_app
from congress.checkin.models import Gate
from congress.foundation.db import db, reading, unit_of_work
from congress.notifications.models import Message
from congress.settings import Settings
from tests.browser import ASK_AXE, AXE
from tests.components.gate_desk import Served
from tests.factories.accounts import PASSWORD, make_token, make_user
from tests.factories.programme import make_congress, make_forum
from tests.factories.schools import PREFECTURE, UNIVERSITY, make_reference

STAFF = [
    ("organiser", None, None),
    ("verifier", "province", None),
    ("school", "school", UNIVERSITY),
    ("division", "division", PREFECTURE),
    ("gate", "gate", "main"),
    ("viewer", None, None),
]


class Site:
    """An address to open, and what a test may look up behind it."""

    def __init__(self, app: Flask, server: Served, tokens: dict[str, dict[str, str]]) -> None:
        self.app = app
        self.server = server
        self.address = server.address
        self.tokens = tokens

    def newest_message(self, to: str) -> str:
        with self.app.app_context(), reading() as session:
            found = session.scalars(select(Message).where(Message.address == to).order_by(Message.id.desc())).first()
            assert found is not None, f"nothing was sent to {to}"
            return found.text


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    environment = {"CONGRESS_INSTANCE": str(tmp_path), "SECRET_KEY": "for the tests alone", "LOG_LEVEL": "ERROR"}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        db.create_all()
        with unit_of_work() as session:
            congress = make_congress(session)
            make_reference(session)
            make_forum(session, congress, "opening", capacity=100)
            make_forum(session, congress, "clash", capacity=100)
            make_forum(session, congress, "later", capacity=100, hour=4)
            session.add(Gate(congress_id=congress.id, slug="main", name="示例正门"))
            tokens = {
                role: make_token(session, make_user(session, role, kind=kind, code=code)) for role, kind, code in STAFF
            }
        db.session.remove()
    server = Served(app)
    yield Site(app, server, tokens)
    server.stop()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A browser window of its own for somebody; fails at the end on any script error or refused resource."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def window(who: str | None = None, *, width: int = 390, language: str = "zh-CN", on: Browser = browser) -> Page:
        context = on.new_context(
            viewport={"width": width, "height": 844}, locale=language, base_url=site.address, bypass_csp=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        if who is not None:
            page.goto("/login")
            page.fill("input[name=email]", f"{who}@congress.test")
            page.fill("input[name=password]", PASSWORD)
            page.locator("form:has(input[name=password]) button[type=submit]").click()
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield window
    for context in contexts:
        context.close()
    assert faults == []


def accessibility_faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(ASK_AXE)
    return found
