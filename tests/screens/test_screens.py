"""What is live on a big screen: only what was taken, following the day, and nobody who did not agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, text

from congress.checkin.protocol import entrust_guest
from congress.checkin.queries import gate_by_slug
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.programme.queries import forum_by_slug, forums_of, the_congress
from congress.registration.queries import registration_by_code
from congress.screens.content import Item, Shown, gather, in_words
from congress.screens.drawing import Poster, pages_of
from congress.screens.states import Scene, Shape
from congress.screens.watch import PACE, Watch, the_watch
from congress.seating.models import SeatBlock, SeatGuest, SeatingPlan
from congress.seating.states import PlanState
from tests.checkin.desk import Desk
from tests.factories.accounts import make_user
from tests.factories.screens import show

NOT_OF_ARRIVALS = {Scene.LOGO, Scene.WELCOME, Scene.CEREMONY, Scene.SIGNED, Scene.BOARD}
AGREED = {"consents": {"publish": True}}


class Ticks:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(app: Flask) -> Ticks:
    ticks = Ticks()
    app.extensions["screens_watch"] = Watch(ticks)
    return ticks


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def shown_on(client: FlaskClient, screen: str = "main") -> dict[str, Any]:
    answer = client.get(f"/screen/{screen}/live?lang=zh")
    assert answer.status_code == 200
    return answer.json


def put_up(slug: str, scene: Scene, *, forum: str | None = None) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        show(session, congress, slug, scene, forum=forum_by_slug(session, congress.id, forum) if forum else None)


def values(live: dict[str, Any]) -> dict[str, str]:
    return {item["key"]: item["value"] for item in live["items"]}


def test_without_a_take_there_is_the_logo_and_nothing_else(desk: Desk, officer: FlaskClient) -> None:
    assert shown_on(desk.client) | {"heard_at": ""} == {
        "scene": "logo", "title": "会标", "items": [], "version": 0, "heard_at": ""
    }  # fmt: skip
    body = {"slug": "main", "name": "主屏", "shape": "16_9", "forum": ""}
    assert officer.post("/console/screens", data=body).status_code == 302
    assert officer.post("/console/screens", data=body).status_code == 409
    assert officer.post("/console/screens/main/prepare", data={"scene": "figures"}).status_code == 302
    assert shown_on(desk.client)["scene"] == "logo"
    assert desk.client.get("/screen/elsewhere").status_code == 404


def test_what_was_prepared_is_live_after_the_take_and_gone_with_the_logo(
    desk: Desk, officer: FlaskClient, ticks: Ticks
) -> None:
    put_up("main", Scene.LOGO)
    officer.post("/console/screens/main/prepare", data={"scene": "figures"})
    for act, scene in (("take", "figures"), ("logo", "logo")):
        assert officer.post(f"/console/screens/main/{act}").status_code == 302
        ticks.now += PACE
        assert shown_on(desk.client)["scene"] == scene
    assert officer.post("/console/screens/main/explode").status_code == 404


def test_a_screen_follows_the_day_and_a_frozen_one_stands_still(desk: Desk, officer: FlaskClient, ticks: Ticks) -> None:
    put_up("main", Scene.FIGURES)
    people = [desk.register(number) for number in range(2)]

    def present() -> str:
        ticks.now += PACE
        return values(shown_on(desk.client))["present"]

    assert present() == "0"
    desk.scan(people[0]["badge"]["token"])
    assert present() == "1"
    officer.post("/console/screens/main/freeze")
    desk.scan(people[1]["badge"]["token"])
    assert present() == "1"
    officer.post("/console/screens/main/thaw")
    assert present() == "2"


def test_however_many_watch_the_database_is_asked_once_a_second(desk: Desk, ticks: Ticks) -> None:
    put_up("main", Scene.FIGURES)
    token = desk.register()["badge"]["token"]
    shown_on(desk.client)
    for moved, most in ((False, 1), (True, 2), (False, 1)):
        if moved:
            desk.scan(token)
        ticks.now += PACE
        with statements() as asked:
            for _watcher in range(50):
                shown_on(desk.client)
        assert len(asked) == most, asked
    with statements() as asked:
        shown_on(desk.client)
    assert asked == []


def seat_in_the_third_row(code: str) -> None:
    """A seat in a plan that two people have released."""
    with unit_of_work() as session:
        congress = the_congress(session)
        person = registration_by_code(session, congress.id, code)
        [forum, *_others] = forums_of(session, congress.id)
        plan = SeatingPlan(
            congress_id=congress.id, forum_id=forum.id, state=PlanState.RELEASED, changed_at=datetime.now(UTC)
        )
        block = SeatBlock(position=1, kind="rows", name="示例区", seat_rows=3, seat_columns=12)
        plan.blocks = [block]
        session.add(plan)
        session.flush()
        session.add(
            SeatGuest(plan_id=plan.id, registration_id=person.id, block_id=block.id, seat_row=3, seat_column=12)
        )


def bring_in_by_liaison(code: str) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        person = registration_by_code(session, congress.id, code)
        liaison = make_user(session, "gate", email="liaison@congress.test", kind="gate", code="main")
        entrust_guest(
            session, person, liaison.id, gate_by_slug(session, congress.id, "main"), by=SYSTEM, now=datetime.now(UTC)
        )


def test_a_welcome_names_who_agreed_with_school_and_seat_and_nobody_else(desk: Desk, ticks: Ticks) -> None:
    put_up("door", Scene.WELCOME)
    silent = desk.register(1)
    agreed = desk.register(2, **AGREED)
    vip = desk.register(3, category="vip", **AGREED)
    accompanied = desk.register(6, **AGREED)
    void = desk.register(4, **AGREED)
    elsewhere = desk.register(5, forums=["talk"], **AGREED)
    seat_in_the_third_row(agreed["code"])
    bring_in_by_liaison(accompanied["code"])
    for person in (silent, agreed, vip, void, accompanied):
        desk.scan(person["badge"]["token"])
    desk.scan(elsewhere["badge"]["token"], gate="hall")
    desk.post(f"registrations/{void['code']}/badge", {"reason": "lost"}, 201)
    ticks.now += PACE
    [item] = shown_on(desk.client, "door")["items"]
    assert (item["value"], item["note"]) == ("示例校友2", "示例区 3排12座")


def test_a_forums_own_screen_welcomes_who_entered_the_forum(desk: Desk, ticks: Ticks) -> None:
    put_up("door", Scene.WELCOME, forum="talk")
    holder = desk.register(1, forums=["talk"], **AGREED)
    other = desk.register(2, **AGREED)
    desk.scan(holder["badge"]["token"], gate="hall")
    desk.scan(other["badge"]["token"], gate="hall")
    ticks.now += PACE
    assert [item["value"] for item in shown_on(desk.client, "door")["items"]] == ["示例校友1"]


@pytest.mark.parametrize("scene", [one for one in Scene if one not in NOT_OF_ARRIVALS])
def test_every_scene_of_numbers_counts_the_one_who_came(desk: Desk, ticks: Ticks, scene: Scene) -> None:
    put_up("main", scene)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE forums SET track_id = (SELECT id FROM tracks)"))
    person = desk.register(forums=["talk"])
    for gate in ("main", "hall"):
        desk.scan(person["badge"]["token"], gate=gate)
    # a second device lets the same badge in: a conflict, which no public screen may show
    desk.scan(person["badge"]["token"], gate="side", device="other", offline=True)
    ticks.now += PACE
    live = shown_on(desk.client)
    assert live["scene"] == scene
    assert "1" in values(live).values()
    told = desk.client.get("/screen/main/live?lang=zh").get_data(as_text=True)
    assert not [word for word in ("元", "冲突", "conflict", "revoked", "示例校友") if word in told]
    page = desk.client.get("/screen/?lang=zh").get_data(as_text=True)
    assert f'data-scene="{scene}"' in page
    if scene is Scene.FORUMS:
        assert live["items"][0]["note"] == "应到 1，未到 0"


def everything_that_screens_can_show() -> dict[Scene, Any]:
    with reading() as session:
        congress = the_congress(session)
        forum = forum_by_slug(session, congress.id, "talk").id
        now = datetime.now(UTC)
        return {scene: gather(session, congress.id, scene, target=forum, now=now) for scene in Scene}


def test_a_drill_is_on_no_screen_and_the_operator_and_the_officer_are_told_so(desk: Desk, officer: FlaskClient) -> None:
    put_up("main", Scene.WELCOME)
    badge = desk.register(forums=["talk"], **AGREED)["badge"]["token"]
    before = everything_that_screens_can_show()
    assert officer.post("/console/drill/start", data={"gate": "hall"}).status_code == 302
    assert desk.scan(badge, "hall")["drill"] is True
    assert everything_that_screens_can_show() == before
    pages = ("/console/screens/main", "/console/duty")
    for page in pages:
        assert "演练：一号厅" in officer.get(f"{page}?lang=zh").get_data(as_text=True)
    assert officer.post("/console/drill/end").status_code == 302
    the_watch().ticks = lambda: 1e9
    for page in pages:
        assert "演练：一号厅" not in officer.get(page).get_data(as_text=True)
    desk.scan(badge, "side")
    assert everything_that_screens_can_show() != before, "what is no drill is shown"


def test_both_languages_are_served_from_one_question(desk: Desk, ticks: Ticks) -> None:
    put_up("main", Scene.FIGURES)
    shown_on(desk.client)
    with statements() as asked:
        content = the_watch().look("main").content
        titles = []
        for language in ("zh", "en"):
            with in_language(language):
                titles.append(in_words(content).title)
    assert (titles, asked) == (["数字大会", "The congress in figures"], [])


@pytest.mark.parametrize(("shape", "size"), [("16_9", (1920, 1080)), ("32_9", (3840, 1080))])
def test_the_picture_has_the_shape_of_the_screen(
    desk: Desk, officer: FlaskClient, shape: str, size: tuple[int, int]
) -> None:
    officer.post("/console/screens", data={"slug": "wall", "name": "示例屏", "shape": shape, "forum": ""})
    officer.post("/console/screens/wall/prepare", data={"scene": "forums"})
    pictures = {}
    for which in ("prepared", "live"):
        answer = officer.get(f"/console/screens/wall/{which}.png")
        assert answer.content_type == "image/png"
        with Image.open(BytesIO(answer.data)) as picture:
            assert picture.size == size
        pictures[which] = answer.data
    # before the take one is the forums, the other the logo
    assert pictures["prepared"] != pictures["live"]
    officer.post("/console/screens/wall/take")
    assert officer.get("/console/screens/wall/live.png").data == pictures["prepared"]


def texts_of(content: bytes) -> list[list[str]]:
    """What stands in each text of each slide."""
    from pptx import Presentation

    deck = Presentation(BytesIO(content))
    return [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in deck.slides]


def slides(officer: FlaskClient, screen: str = "main") -> list[list[str]]:
    answer = officer.get(f"/console/screens/{screen}/live.pptx?lang=zh")
    assert answer.status_code == 200
    assert answer.content_type.endswith("presentationml.presentation")
    return texts_of(answer.data)


def test_what_is_live_is_saved_as_slides_whose_texts_can_be_edited(
    desk: Desk, officer: FlaskClient, ticks: Ticks
) -> None:
    put_up("main", Scene.LOGO)
    assert "截至" in slides(officer)[0][1]
    officer.post("/console/screens/main/prepare", data={"scene": "figures"})
    assert [texts[0] for texts in slides(officer)] == ["校友回湘大会"], "nothing is live without a take"
    officer.post("/console/screens/main/take")
    desk.scan(desk.register()["badge"]["token"])
    [texts] = slides(officer)
    assert texts[0] == "数字大会"
    assert texts[texts.index("实到") - 1] == "1", "the number of this moment"
    officer.post("/console/screens/main/freeze")
    desk.scan(desk.register(2)["badge"]["token"])
    assert slides(officer)[0][: len(texts) - 1] == texts[:-1], "a frozen screen stands still"


@pytest.mark.one_database
@pytest.mark.parametrize("shape", list(Shape))
def test_more_than_one_slide_holds_goes_on_on_the_next(app: Flask, shape: Shape) -> None:
    from congress.screens.slides import screen_pptx

    items = tuple(Item(str(number), f"示例专场{number}", f"{number:,}", "应到 9") for number in range(100))
    told = Poster(Shown(Scene.FORUMS.value, "各专场", items), shape, "示例大会（虚构）", demo=True)
    decks = texts_of(screen_pptx(told, as_of="09:00"))
    values = [text for texts in decks for text in texts if text.isdigit()]
    assert values == [str(number) for number in range(100)], "none is left out, and in order"
    assert all("演示数据 DEMO" in " ".join(texts) for texts in decks)
    assert decks[0][0] == decks[-1][0] == "各专场"


@pytest.mark.one_database
def test_more_than_one_picture_holds_goes_on_on_the_next(desk: Desk, officer: FlaskClient) -> None:
    for number in range(20):
        desk.post("gates", {"slug": f"door-{number}", "name": f"示例门{number}"}, 201)
    put_up("main", Scene.GATES)
    pictures = [officer.get(f"/console/screens/main/live.png?page={page}") for page in (1, 2)]
    assert [answer.status_code for answer in pictures] == [200, 200]
    assert pictures[0].data != pictures[1].data
    for page in (0, 3):
        assert officer.get(f"/console/screens/main/live.png?page={page}").status_code == 404
    page = officer.get("/console/screens/main?lang=zh").get_data(as_text=True)
    assert "存为 PNG：第 2 张，共 2 张" in page
    assert "prepared.png?page=2" in page

    with reading() as session:
        told = in_words(gather(session, 1, Scene.GATES, target=None, now=datetime.now(UTC)))
    sheets = pages_of(Poster(told, Shape.WIDE, "示例大会（虚构）"))
    assert [item for sheet in sheets for item in sheet] == list(told.items), "none is left out, and in order"


def test_a_frozen_screens_picture_stands_still_and_what_is_prepared_does_not(desk: Desk, officer: FlaskClient) -> None:
    put_up("main", Scene.FIGURES)
    officer.post("/console/screens/main/freeze")
    pictures = [officer.get(f"/console/screens/main/{which}.png").data for which in ("prepared", "live")]
    desk.register()
    moved, still = (officer.get(f"/console/screens/main/{which}.png").data for which in ("prepared", "live"))
    assert still == pictures[1]
    assert moved != pictures[0]


def test_the_desk_says_what_is_prepared_and_what_is_live(desk: Desk, officer: FlaskClient) -> None:
    put_up("main", Scene.FIGURES)
    officer.post("/console/screens/main/prepare", data={"scene": "gates"})
    officer.post("/console/screens/main/freeze")
    page = officer.get("/console/screens/main?lang=zh").get_data(as_text=True)
    assert "已备：各签到点到场人数" in page
    assert "正在播出：数字大会" in page
    assert "已定格" in page
    assert officer.post("/console/screens/main/prepare", data={"scene": "nonsense"}).status_code == 422
