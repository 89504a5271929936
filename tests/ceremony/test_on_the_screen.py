"""What the hall sees of the ceremony: the group that was taken, as the stage moves, and no name or sum unasked."""

from typing import Any

import pytest
from flask import Flask

from congress.screens.states import IN_PARTS, Scene
from congress.screens.watch import PACE, Watch
from tests.ceremony.conftest import Hall
from tests.factories.marked import tells
from tests.screens.test_screens import Ticks


@pytest.fixture
def ticks(app: Flask) -> Ticks:
    ticks = Ticks()
    app.extensions["screens_watch"] = Watch(ticks)
    return ticks


def shown(hall: Hall, ticks: Ticks) -> list[dict[str, Any]]:
    ticks.now += PACE
    return hall.client.get("/screen/main/live").json["items"]


def take(hall: Hall, scene: str) -> None:
    for path, data in (("prepare", {"scene": scene}), ("take", {})):
        assert hall.client.post(f"/console/screens/main/{path}", data=data).status_code == 302


@pytest.fixture
def screen(hall: Hall, ticks: Ticks) -> Hall:
    body = {"slug": "main", "name": "示例主屏", "shape": "16_9", "forum": ""}
    assert hall.client.post("/console/screens", data=body).status_code == 302
    return hall


def test_a_group_is_live_after_its_take_and_follows_each_cue(screen: Hall, ticks: Ticks) -> None:
    take(screen, f"ceremony-{screen.batches[0]}")
    assert [one["value"] for one in shown(screen, ticks)] == ["下一个", "候场"]
    screen.post("cue", act="next", seen=0)
    assert [one["value"] for one in shown(screen, ticks)] == ["台上", "下一个"]
    # preparing the second group shows it to nobody but the operator
    data = {"scene": f"ceremony-{screen.batches[1]}"}
    assert screen.client.post("/console/screens/main/prepare", data=data).status_code == 302
    assert screen.client.get("/console/screens/main/prepared.png").status_code == 200
    assert len(shown(screen, ticks)) == 2
    assert screen.client.post("/console/screens/main/take").status_code == 302
    assert len(shown(screen, ticks)) == 1
    assert screen.client.post("/console/screens/main/prepare", data={"scene": "ceremony-999"}).status_code == 422


def test_names_are_on_the_screen_once_every_party_agreed(screen: Hall, ticks: Ticks) -> None:
    take(screen, f"ceremony-{screen.batches[0]}")
    assert {one["note"] for one in shown(screen, ticks)} == {"2036-001", "2036-002"}
    screen.post(f"agreements/{screen.ids[0]}/consents", may_name=["0"])
    assert "示例项目0" not in str(shown(screen, ticks))
    screen.post(f"agreements/{screen.ids[0]}/consents", may_name=["0", "1"])
    first, second = shown(screen, ticks)
    assert first["label"] == "示例项目0"
    assert "示例（虚构）新材料有限公司" in first["note"]
    assert "示例项目1" not in str(second)


@pytest.mark.one_database
def test_a_business_secret_is_in_no_scene_and_in_no_file_for_playback(screen: Hall, ticks: Ticks) -> None:
    for number, secrecy in enumerate(("internal", "secret")):
        agreed = {"may_name": ["0", "1"], "may_amount": ["0", "1"], "secrecy": secrecy}
        screen.post(f"agreements/{screen.ids[number]}/consents", **agreed)
    screen.post("totals", released="y")
    for scene in (*(one for one in Scene if one not in IN_PARTS), f"ceremony-{screen.batches[0]}"):
        take(screen, scene)
        said = str(shown(screen, ticks))
        assert ("示例项目0" in said) is scene.startswith("ceremony")
        assert "示例项目1" not in said
        assert not tells(screen.client.get("/console/screens/main/live.pptx").get_data(), "示例项目1")


def test_the_sum_of_money_is_shown_after_its_release_alone(screen: Hall, ticks: Ticks) -> None:
    screen.post(f"agreements/{screen.ids[0]}/consents", may_amount=["0", "1"])
    take(screen, "signed")
    screen.post("cue", act="group", seen=0)
    screen.post("cue", act="group", seen=1)
    assert [(one["key"], one["value"]) for one in shown(screen, ticks)] == [("done", "2")]
    screen.post("totals", released="y")
    assert [one["value"] for one in shown(screen, ticks)] == ["2", "100 万元"]
    screen.post("totals")
    assert [one["key"] for one in shown(screen, ticks)] == ["done"]
