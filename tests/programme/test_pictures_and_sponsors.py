"""Photos of speakers, plans of rooms, sponsors with logos: sent in the console, made small, seen by everybody."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from congress.foundation.db import reading, unit_of_work
from congress.programme.plan_queries import rooms_in_order, speakers_in_order, sponsors_of
from congress.programme.queries import the_congress
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress, make_room, make_session, make_speaker, picture_file

PLACE = 0x8825  # where a camera writes the place into EXIF


@pytest.fixture
def planned(app: Flask, client: FlaskClient) -> dict[str, Any]:
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅")
        ann = make_speaker(session, congress, "示例讲者甲")
        talk = make_session(session, congress, "talk", room_id=hall.id, speakers=[ann])
        user = make_user(session, "organiser")
        with client.session_transaction() as cookie:
            cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})
        return {"hall": hall.id, "ann": ann.id, "talk": talk.id}


def send(client: FlaskClient, path: str, content: bytes | None = None, **fields: str) -> Any:
    data: dict[str, Any] = dict(fields)
    if content is not None:
        data["picture"] = (BytesIO(content), "camera.jpg")
    return client.post(path, data=data, content_type="multipart/form-data")


def photo_of(ann: int) -> str:
    with reading() as session:
        [found] = [one for one in speakers_in_order(session, the_congress(session).id) if one.id == ann]
        return found.photo


def photographed() -> bytes:
    """A large picture taken sideways, with a place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(PLACE)[1] = "N"
    return picture_file(size=(3000, 1500), exif=exif, comment=b"secret")


def test_a_photo_is_turned_made_small_and_freed_of_what_the_camera_wrote(
    planned: dict[str, Any], client: FlaskClient
) -> None:
    assert send(client, f"/console/speakers/{planned['ann']}", photographed(), name="示例讲者甲").status_code == 302
    name = photo_of(planned["ann"])
    answer = client.get(f"/programme/pictures/{name}")
    assert answer.mimetype == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    shown = Image.open(BytesIO(answer.data))
    assert shown.size == (240, 480)
    assert (dict(shown.getexif()), shown.info.get("comment")) == ({}, None)
    assert b"secret" not in answer.data
    for page in ("/programme/speakers", f"/programme/speakers/{planned['ann']}", f"/programme/{planned['talk']}"):
        assert name in client.get(page).get_data(as_text=True), page
    export = client.get("/programme/schedule.json").get_data(as_text=True)
    assert f"/programme/pictures/{name}" in export


def test_a_photo_stays_until_another_is_sent_or_it_is_taken_away(planned: dict[str, Any], client: FlaskClient) -> None:
    path = f"/console/speakers/{planned['ann']}"
    send(client, path, picture_file(), name="示例讲者甲")
    first = photo_of(planned["ann"])
    send(client, path, name="示例讲者甲", title="院士")
    assert photo_of(planned["ann"]) == first != ""
    send(client, path, name="示例讲者甲", without_picture="y")
    assert photo_of(planned["ann"]) == ""


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='urn:example'/>", b"GIF89a" + bytes(40), picture_file()[:300], b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"],
    ids=["svg", "gif", "cut", "pdf", "png"],
)
def test_what_is_no_picture_is_refused_and_what_was_typed_stays(
    planned: dict[str, Any], client: FlaskClient, content: bytes
) -> None:
    answer = send(client, f"/console/speakers/{planned['ann']}", content, name="另一个名字")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "另一个名字" in page
    assert 'id="picture-error"' in page
    assert photo_of(planned["ann"]) == ""


def test_a_picture_of_too_many_pixels_is_refused(planned: dict[str, Any], client: FlaskClient) -> None:
    huge = picture_file("PNG", (9000, 9000))
    assert send(client, f"/console/speakers/{planned['ann']}", huge, name="示例讲者甲").status_code == 413


def test_a_room_has_a_plan_for_whoever_looks_for_it(planned: dict[str, Any], client: FlaskClient) -> None:
    path = f"/console/rooms/{planned['hall']}"
    send(client, path, picture_file("PNG", (2400, 1200)), name="一号厅", shared="y", capacity="120")
    with reading() as session:
        [room] = rooms_in_order(session, the_congress(session).id)
        assert (room.shared, room.capacity) == (True, 120)
        plan = room.plan
    assert Image.open(BytesIO(client.get(f"/programme/pictures/{plan}").data)).size == (1800, 900)
    assert plan in client.get(f"/programme?room={planned['hall']}").get_data(as_text=True)
    assert plan in client.get(f"/programme/{planned['talk']}").get_data(as_text=True)
    assert plan in client.get(path).get_data(as_text=True)


def test_sponsors_stand_by_level_with_logo_and_link_on_the_public_pages(
    planned: dict[str, Any], client: FlaskClient
) -> None:
    clear = BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 0, 0)).save(clear, "PNG")
    send(client, "/console/sponsors/new", name="示例报社（虚构）", level="media")
    answer = send(
        client, "/console/sponsors/new", clear.getvalue(), name="示例银行（虚构）", level="strategic",
        link="https://bank.example/",
    )  # fmt: skip
    assert answer.status_code == 302
    page = client.get("/programme").get_data(as_text=True)
    assert page.index("战略合作伙伴") < page.index("示例银行") < page.index("示例报社")
    assert 'href="https://bank.example/" rel="noopener noreferrer"' in page
    with reading() as session:
        bank, _press = sponsors_of(session, the_congress(session).id)
        logo = client.get(f"/programme/pictures/{bank.logo}")
        number = bank.id
    assert Image.open(BytesIO(logo.data)).has_transparency_data
    assert client.post(f"/console/sponsors/{number}/remove").status_code == 302
    assert "示例银行" not in client.get("/programme").get_data(as_text=True)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org", "https://", "example.org", "https://a b"])
def test_a_sponsors_link_leads_to_a_page(planned: dict[str, Any], client: FlaskClient, link: str) -> None:
    answer = send(client, "/console/sponsors/new", name="示例（虚构）", level="gold", link=link)
    assert answer.status_code == 422
    assert link in answer.get_data(as_text=True)


def test_a_picture_that_is_not_there_is_not_found(planned: dict[str, Any], client: FlaskClient) -> None:
    assert client.get("/programme/pictures/none.jpeg").status_code == 404
