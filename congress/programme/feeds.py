"""The programme as files for other programs, and calendars to subscribe to: whole, by track, room and speaker."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, current_app, request, url_for
from sqlalchemy.orm import Session as DbSession

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.i18n import language, pick
from congress.foundation.pages import zone
from congress.programme.errors import NoSuchRoom, NoSuchSession, NoSuchSpeaker, NoSuchTrack
from congress.programme.exports.calendar import calendar_of
from congress.programme.exports.common import Frame, conference_title
from congress.programme.exports.schedule_json import schedule_json as as_json
from congress.programme.exports.schedule_xml import schedule_xml as as_xml
from congress.programme.exports.sheet import schedule_xlsx
from congress.programme.models import Congress
from congress.programme.plan import Plan, PlanItem
from congress.programme.published import keeper, published_plan
from congress.programme.queries import the_congress

blueprint = Blueprint("programme_feeds", __name__)
KINDS = {
    "xml": "application/xml; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "xlsx": XLSX,
}
KEPT_BY_READERS = {"ics", "xlsx"}
FRESH = 60


def export_frame() -> Frame:
    """Where sessions stand on this site."""
    base = current_app.extensions["settings"].public_url.rstrip("/")
    return Frame(zone(), base, lambda item: base + url_for("programme.one_session", item=item.id))


def export(plan: Plan, kind: str) -> bytes:
    """The whole programme as `xml`, `json`, `ics` or `xlsx`."""
    frame = export_frame()
    if kind == "xlsx":
        return schedule_xlsx(plan, frame)
    if kind == "xml":
        return as_xml(plan, frame)
    if kind == "json":
        return as_json(plan, frame)
    return calendar_of(plan, plan.items, frame, name=conference_title(plan), now=clock.now())


def answer_feed(content: bytes, kind: str, name: str) -> Response:
    """A feed that a program asks for again and again: it may be kept a minute, and an unchanged one is 304."""
    response = Response(content, content_type=KINDS[kind])
    disposition = "attachment" if kind in KEPT_BY_READERS else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response


def feed(session: DbSession, congress: Congress, kind: str) -> Response:
    """The whole programme as a feed, made once until it changes."""
    plan = published_plan(session, congress)
    return answer_feed(_kept(plan, (kind,), lambda: export(plan, kind)), kind, f"programme-{plan.slug}")


def _kept(plan: Plan, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    feeds = keeper().feeds
    whole = (id(plan), language(), *key)
    if whole not in feeds:
        feeds[whole] = make()
    return feeds[whole]


def _calendar(plan: Plan, items: Sequence[PlanItem], name: str, key: str) -> Response:
    title = f"{conference_title(plan)} · {name}" if name else conference_title(plan)
    content = _kept(plan, ("ics", key), lambda: calendar_of(plan, items, export_frame(), name=title, now=clock.now()))
    return answer_feed(content, "ics", f"programme-{plan.slug}-{key}")


@blueprint.get("/programme/schedule.xml")
@public
def schedule_xml() -> Response:
    with reading() as session:
        return feed(session, the_congress(session), "xml")


@blueprint.get("/programme/schedule.json")
@public
def schedule_json() -> Response:
    with reading() as session:
        return feed(session, the_congress(session), "json")


@blueprint.get("/programme/programme.xlsx")
@public
def workbook() -> Response:
    with reading() as session:
        return feed(session, the_congress(session), "xlsx")


@blueprint.get("/programme/programme.ics")
@public
def calendar() -> Response:
    with reading() as session:
        return feed(session, the_congress(session), "ics")


def _plan() -> Plan:
    with reading() as session:
        return published_plan(session, the_congress(session))


@blueprint.get("/programme/<int:item>.ics")
@public
def session_calendar(item: int) -> Response:
    plan = _plan()
    found = plan.item.get(item)
    if found is None:
        raise NoSuchSession
    return _calendar(plan, [found], pick(found.zh, found.en), f"session-{item}")


@blueprint.get("/programme/rooms/<int:room>.ics")
@public
def room_calendar(room: int) -> Response:
    plan = _plan()
    found = plan.room.get(room)
    if found is None:
        raise NoSuchRoom
    items = [item for item in plan.items if item.room == room]
    return _calendar(plan, items, pick(found.name, found.name_en), f"room-{room}")


@blueprint.get("/programme/tracks/<track>.ics")
@public
def track_calendar(track: str) -> Response:
    plan = _plan()
    labels = {slug: pick(zh, en) for slug, zh, en in plan.labels()}
    if track not in labels:
        raise NoSuchTrack
    position = list(labels).index(track)
    return _calendar(plan, [item for item in plan.items if item.track == track], labels[track], f"track-{position}")


@blueprint.get("/programme/speakers/<int:speaker>.ics")
@public
def speaker_calendar(speaker: int) -> Response:
    plan = _plan()
    found = plan.speaker.get(speaker)
    if found is None:
        raise NoSuchSpeaker
    return _calendar(plan, plan.items_of(speaker), pick(found.name, found.name_en), f"speaker-{speaker}")


@blueprint.get("/programme/offline.js")
@public
def offline() -> Response:
    """The script that keeps the programme on a device; it must stand under the address that it watches."""
    response = current_app.send_static_file("programme/offline.js")
    response.headers["Service-Worker-Allowed"] = "/programme"
    response.headers["Cache-Control"] = "no-cache"
    return response
