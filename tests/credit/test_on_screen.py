"""A board that the public may read can be taken to the big screen, and leaves it when it is withdrawn."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from congress.credit.publication_queries import publication_by_id
from congress.credit.states import PublicationState
from congress.foundation.db import unit_of_work
from congress.foundation.i18n import in_language
from congress.programme.queries import the_congress
from congress.screens.content import gather, in_words
from congress.screens.states import Scene
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.screens import show

pytestmark = pytest.mark.one_database
CHOICE = re.compile(r'value="(board-\d+)"[^>]*>([^<]+)<')


@pytest.fixture
def wall(office: Office, app: Flask) -> Callable[[], dict[str, Any]]:
    """What stands on the screen now."""
    with unit_of_work() as session:
        show(session, the_congress(session), "wall", Scene.LOGO)

    def look() -> dict[str, Any]:
        app.extensions.pop("screens_watch", None)
        live: dict[str, Any] = office.client.get("/screen/wall/live?lang=zh").json
        return live

    return look


def test_a_released_board_is_taken_to_the_wall_in_its_order(
    office: Office, app: Flask, announced: Callable[..., dict[str, Any]], wall: Callable[[], dict[str, Any]]
) -> None:
    for amount in (500, 100):
        office.accept(office.milestone(office.signed()["id"], amount=amount)["id"])
    organiser = signed_in(app, "organiser@congress.test")
    assert CHOICE.findall(organiser.get("/console/screens/wall").get_data(as_text=True)) == []
    made = announced()
    [(value, title)] = CHOICE.findall(organiser.get("/console/screens/wall").get_data(as_text=True))
    assert "公示中" in title
    assert organiser.post("/console/screens/wall/prepare", data={"scene": value}).status_code == 302
    assert organiser.get("/console/screens/wall/prepared.png").mimetype == "image/png"
    assert wall()["scene"] == "logo"
    organiser.post("/console/screens/wall/take")
    file = office.client.get(made["file"]).json
    live = wall()
    assert live["title"] in title
    assert [one["value"] for one in live["items"]] == [line["entity"]["name"] for line in file["order"]] != []
    # the order alone is published: no numeral and no amount is anywhere
    assert {(one["label"], one["note"]) for one in live["items"]} == {("", "")}
    with unit_of_work() as session, in_language("en"):
        _board, _dash, number = value.partition("-")
        found = gather(session, the_congress(session).id, Scene.BOARD, target=int(number), now=datetime.now(UTC))
        assert in_words(found).title.startswith("Investment that arrived: in front")
    with unit_of_work() as session:
        publication_by_id(session, made["id"]).move_to(PublicationState.WITHDRAWN)
    assert wall()["items"] == []


def test_a_board_that_nobody_released_cannot_be_prepared(
    office: Office, app: Flask, wall: Callable[[], dict[str, Any]]
) -> None:
    office.ask("organiser", "POST", f"{C}/boards/investment-university/computations", {}, 201)
    organiser = signed_in(app, "organiser@congress.test")
    assert organiser.post("/console/screens/wall/prepare", data={"scene": "board-1"}).status_code == 422
    assert wall()["scene"] == "logo"
