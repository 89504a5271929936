"""三审三校: two people read the handbook before its prints are final, and any change makes them a draft again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM
from congress.foundation.batches import batches_of_work
from congress.foundation.db import reading, unit_of_work
from congress.handbook.chapters import save_chapters
from congress.handbook.production import WORK, print_paper
from congress.programme.plan_queries import last_version
from congress.programme.queries import session_by_key, the_congress
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_session, make_speaker
from tests.handbook.test_papers import pages, squeezed
from tests.programme.test_planning import sign_in

PAGE = "/console/handbook-review"
HANDBOOK = {"kind": "handbook", "tongue": "zh", "format": "pdf", "forum": "", "day": "", "category": ""}


class Office:
    """Two organisers at their desks."""

    def __init__(self, app: Flask, users: list[Any], headers: dict[str, str]) -> None:
        self.headers = headers
        self.first, self.second = app.test_client(), app.test_client()
        for desk, user in zip((self.first, self.second), users, strict=True):
            sign_in(desk, user)

    def page(self, language: str = "zh") -> str:
        return self.second.get(f"{PAGE}?lang={language}").get_data(as_text=True)

    @staticmethod
    def seen(desk: FlaskClient) -> str:
        return desk.get(PAGE).get_data(as_text=True).partition('name="seen" value="')[2].partition('"')[0]

    def read(self, desk: FlaskClient, seen: str = "") -> int:
        return desk.post(PAGE, data={"seen": seen or self.seen(desk), "note": "请核对职务"}).status_code

    def release(self, desk: FlaskClient, seen: str = "") -> int:
        return desk.post(f"{PAGE}/release", data={"seen": seen or self.seen(desk)}).status_code

    def told(self) -> Any:
        return self.first.get("/api/v1/congresses/2036/handbook", headers=self.headers).json

    def release_programme(self) -> None:
        assert self.first.post("/console/releases", data={"note": ""}).status_code == 302
        with reading() as session:
            version = last_version(session, the_congress(session).id)
        assert self.second.post(f"/console/releases/{version}/release").status_code == 302

    def print(self) -> list[str]:
        self.first.post("/console/papers", data=HANDBOOK)
        with reading() as session:
            newest = batches_of_work(session, WORK, the_congress(session).id)[0]
            number, public_id = newest.id, newest.public_id
        print_paper(number)
        return [squeezed(text) for text in pages(self.first.get(f"/console/papers/{public_id}/file").data)]


@pytest.fixture
def office(app: Flask) -> Office:
    with unit_of_work() as session:
        congress = make_congress(session)
        speaker = make_speaker(session, congress, "示例讲者", title="教授")
        make_session(session, congress, "talk", title_zh="致辞", speakers=[speaker])
        write(session, "尊敬的校友")
        users = [make_user(session, "organiser", email=f"o{n}@congress.test") for n in (1, 2)]
        headers = make_token(session, users[0])
    return Office(app, users, headers)


def write(session: Any, welcome: str) -> None:
    save_chapters(session, the_congress(session), {"welcome": (welcome, "")}, by=SYSTEM, now=datetime.now(UTC))


def test_prints_are_final_once_two_people_have_read_them_and_drafts_again_after_any_change(office: Office) -> None:
    assert all("征求意见稿" in text for text in office.print())
    assert office.read(office.first) == 409
    office.release_programme()
    assert office.read(office.first) == 302
    assert office.read(office.second) == 409
    assert office.release(office.first, office.seen(office.second)) == 403
    assert all("征求意见稿" in text for text in office.print())
    assert office.release(office.second) == 302
    final = office.print()
    assert not any("征求意见稿" in text for text in final)
    assert all("审定第1版" in text for text in final)
    with unit_of_work() as session:
        write(session, "尊敬的各位校友")
    assert "审定第 1 版之后有改动：欢迎辞" in office.page()
    assert all("征求意见稿" in text and "审定第1版" not in text for text in office.print())
    with unit_of_work() as session:
        write(session, "尊敬的校友")
    assert "审定第1版" in office.print()[0]


def test_a_new_version_of_the_programme_reopens_the_handbook(office: Office) -> None:
    office.release_programme()
    assert (office.read(office.first), office.release(office.second)) == (302, 302)
    assert office.read(office.first) == 409
    with unit_of_work() as session:
        session_by_key(session, the_congress(session).id, "talk").title_zh = "开幕致辞"
    assert "审定第 1 版有效" in office.page()
    assert office.told() == {"state": "released", "edition": 1, "changed": []}
    office.release_programme()
    assert "审定第 1 版之后有改动：议程" in office.page()
    assert office.told() == {"state": "draft", "edition": 1, "changed": ["programme"]}
    assert (office.read(office.second), office.release(office.first)) == (302, 302)
    assert all("审定第2版" in text for text in office.print())


def test_nobody_passes_on_or_releases_what_they_have_not_seen(office: Office) -> None:
    office.release_programme()
    seen = office.seen(office.second)
    with unit_of_work() as session:
        write(session, "另一段欢迎辞")
    assert office.read(office.first, seen) == 409
    assert office.read(office.first) == 302
    seen = office.seen(office.second)
    with unit_of_work() as session:
        write(session, "第三段欢迎辞")
    assert "organiser user 初审之后有改动：欢迎辞" in office.page()
    assert [office.release(office.second, one) for one in (seen, "")] == [409, 409]
    assert office.read(office.second) == 302
    assert "内容已改，作废" in office.page()
    assert office.release(office.first) == 302


def test_a_reader_sends_it_back_with_what_has_to_be_mended(office: Office) -> None:
    assert "Nobody has read the handbook yet" in office.page("en")
    office.release_programme()
    back = {"reason": "示例讲者的职务有误"}
    assert office.second.post(f"{PAGE}/send-back", data=back).status_code == 409
    office.read(office.first)
    assert office.second.post(f"{PAGE}/send-back", data={"reason": ""}).status_code == 422
    assert office.second.post(f"{PAGE}/send-back", data=back).status_code == 302
    page = office.page("en")
    assert "示例讲者的职务有误" in page
    assert "Sent back" in page
    assert office.release(office.second) == 409
    assert office.read(office.second) == 302
