"""证件照: optional, made anew of its pixels, seen by its person and the office alone, printed where that is asked."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from congress.changes.queries import slips_statement
from congress.foundation.audit import AuditEntry
from congress.foundation.db import reading, unit_of_work
from congress.handbook.papers import badge_file
from congress.programme.queries import the_congress
from congress.registration.models import CredentialPhoto
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.programme import make_congress

C = "/api/v1/congresses/2036"
PLACE = b"GPS 28.18N 112.94E"


def picture(width: int = 900, height: int = 1200, form: str = "JPEG", colour: str = "#cc2222") -> bytes:
    """A photo with what a camera writes beside it."""
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form, exif=exif)
    return out.getvalue()


class Office:
    """An organiser, an alumnus who is registered, and whether photos are asked of guests."""

    def __init__(self, app: Flask, use: str = "printed") -> None:
        self.app = app
        with unit_of_work() as session:
            make_congress(session)
            token = make_token(session, make_user(session, "organiser"))
            make_user(session, "alumnus")
        self.officer = signed_in(app, "organiser@congress.test")
        designs = {"design_guest": "standard", "design_vip": "standard", "photo_guest": use, "photo_vip": "none"}
        assert self.officer.post("/console/badges/designs", data=designs).status_code == 302
        body = {"name": "示例校友甲", "email": "alumnus@congress.test", "consent": True}
        self.code = app.test_client().post(f"{C}/registrations", json=body, headers=token).json["code"]
        self.me = signed_in(app, "alumnus@congress.test")
        self.page = f"/me/{self.code}/photo"

    def give(self, content: bytes, client: FlaskClient | None = None) -> Any:
        return (client or self.me).post(self.page, data={"picture": (BytesIO(content), "photo.jpg")})


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


def kept() -> list[bytes]:
    with reading() as session:
        return list(session.scalars(select(CredentialPhoto.content)))


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_anew_of_its_pixels_three_by_four(office: Office, form: str) -> None:
    sent = picture(1000, 1200, form)
    assert PLACE in sent
    assert office.give(sent).status_code == 302
    [content] = kept()
    assert PLACE not in content
    with Image.open(BytesIO(content)) as made:
        assert (made.format, made.size, dict(made.getexif())) == ("JPEG", (432, 576), {})


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "JPEG、PNG"),
        (b"%PDF-1.7", "JPEG、PNG"),
        (picture()[:900], "损坏"),
        (picture(1200, 900), "竖版"),
        (picture(100, 140), "240×320"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG、PNG"),
    ],
    ids=["nothing", "another kind", "cut off", "lying", "too small", "drawing with a script"],
)
def test_what_is_no_photo_is_refused_and_says_why(office: Office, content: bytes, says: str) -> None:
    answer = office.give(content)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert kept() == []


def test_it_is_seen_by_its_person_and_the_office_alone_and_each_look_is_kept(office: Office, app: Flask) -> None:
    office.give(picture())
    shown = office.me.get(f"{office.page}.jpg")
    assert (shown.content_type, shown.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    console = f"/console/registrations/{office.code}/photo.jpg"
    assert console in office.officer.get(f"/console/review/{office.code}").text
    assert office.officer.get(console).data == shown.data
    assert app.test_client().get(f"{office.page}.jpg").status_code == 302
    assert office.me.get(console).status_code == 403
    with reading() as session:
        looks = session.scalars(select(AuditEntry.object_id).where(AuditEntry.act == "photo.viewed")).all()
    assert looks == [office.code]
    assert office.me.post(f"{office.page}/remove").status_code == 302
    assert (kept(), office.me.get(f"{office.page}.jpg").status_code) == ([], 404)


@pytest.mark.one_database
def test_a_badge_shows_the_photo_only_where_its_category_prints_it(app: Flask) -> None:
    office = Office(app, "asked")

    def badge() -> bytes:
        with reading() as session:
            return badge_file(session, registration_by_code(session, the_congress(session).id, office.code)) or b""

    without = badge()
    office.give(picture())
    assert abs(len(badge()) - len(without)) < 500
    designs = {"design_guest": "standard", "design_vip": "standard", "photo_guest": "printed", "photo_vip": "none"}
    office.officer.post("/console/badges/designs", data=designs)
    assert len(badge()) > len(without) + 1000


def test_a_new_photo_says_that_a_printed_badge_is_printed_again(office: Office) -> None:
    with unit_of_work() as session:
        found = registration_by_code(session, the_congress(session).id, office.code)
        for badge in found.badges:
            badge.printed_at = badge.issued_at
    office.give(picture())
    with reading() as session:
        slips = session.scalars(slips_statement(the_congress(session).id, closed=False)).all()
        assert [(list(one.after), [task.paper for task in one.tasks]) for one in slips] == [(["photo"], ["badge"])]


@pytest.mark.one_database
def test_a_photo_comes_with_the_registration_where_it_is_asked_for(office: Office, app: Flask) -> None:
    form = {"name": "示例校友乙", "email": "b@example.test", "language": "zh", "attend": "y"}
    page = app.test_client()
    assert 'name="picture"' in page.get("/register").text
    wrong = page.post("/register", data=form | {"picture": (BytesIO(b"no photo"), "a.jpg")})
    assert (wrong.status_code, 'value="示例校友乙"' in wrong.text, kept()) == (422, True, [])
    assert page.post("/register", data=form | {"picture": (BytesIO(picture()), "a.jpg")}).status_code == 302
    assert len(kept()) == 1
    designs = {"design_guest": "standard", "design_vip": "standard", "photo_guest": "none"}
    office.officer.post("/console/badges/designs", data=designs)
    assert 'name="picture"' not in page.get("/register").text
    assert office.give(picture()).status_code == 409
