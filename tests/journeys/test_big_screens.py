"""Many displays of one screen: each follows the day, and the database does not notice how many they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from congress.screens.states import Scene
from congress.screens.watch import PACE, Watch
from tests.factories.screens import show
from tests.journeys.conftest import Site
from tests.screens.test_screens import Ticks, statements

pytestmark = pytest.mark.journey
C = "/api/v1/congresses/2036"
A_SECOND = 1000


def present(display: Page) -> Locator:
    return display.locator("[data-key=present] [data-value]")


def test_every_display_follows_within_two_seconds_at_one_question_a_second(
    visit: Callable[..., Page], site: Site
) -> None:
    """Time stands still on both sides: the server gets one second, and each display another."""
    ticks = Ticks()
    site.app.extensions["screens_watch"] = Watch(ticks)
    client, headers = site.app.test_client(), site.tokens["organiser"]
    with site.app.app_context():
        with unit_of_work() as session:
            show(session, the_congress(session), "main", Scene.FIGURES)
        person = {"name": "示例校友", "email": "a@example.test", "consent": True}
        token = client.post(f"{C}/registrations", json=person, headers=headers).json["badge"]["token"]
    displays = [visit(width=1280) for _number in range(3)]
    for display in displays:
        display.clock.install()
        display.emulate_media(reduced_motion="reduce")
        display.goto("/screen/?lang=zh")
        expect(present(display)).to_have_text("0")
        display.clock.pause_at(datetime.now(UTC).timestamp() + 60)
    with site.app.app_context(), statements() as asked:
        scan = {"id": "one", "token": token, "gate": "main", "scanned_at": datetime.now(UTC).isoformat()}
        client.post(f"{C}/scans", json={"device": "phone", "scans": [scan]}, headers=headers)
        asked.clear()
        ticks.now += PACE
        for display in displays:
            display.clock.run_for(A_SECOND)
        for display in displays:
            expect(present(display)).to_have_text("1")
        assert len(asked) <= 2, asked
        ticks.now += PACE
        for _turn in range(3):
            for display in displays:
                with display.expect_response("**/screen/main/live"):
                    display.clock.run_for(A_SECOND)
        assert len(asked) <= 3, "one more for the second that went by, however many displays asked how often"
