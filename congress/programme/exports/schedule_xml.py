"""Schedule XML in the dialect that frab, pretalx and the apps for phones read today."""

from datetime import date
from xml.etree import ElementTree as ET

from congress.foundation.i18n import language, pick
from congress.programme.exports.common import (
    Frame,
    acronym,
    conference_title,
    day_bounds,
    duration,
    guid_of,
    people_of,
    room_guid,
    rooms_of_day,
    slug_of,
    title_of,
    track_of,
)
from congress.programme.imports.schedule import GENERATOR
from congress.programme.plan import Plan, PlanItem
from congress.programme.states import Part

FORMAT_VERSION = "1"


def schedule_xml(plan: Plan, frame: Frame) -> bytes:
    """The whole programme; it validates against the format's own schema."""
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=GENERATOR, version=FORMAT_VERSION)
    _text(root, "url", frame.base + "/programme/schedule.xml")
    _text(root, "version", str(plan.version))
    _conference(root, plan, frame)
    for index, (day, items) in enumerate(plan.days(frame.zone).items(), start=1):
        _day(root, plan, frame, index, day, items)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _conference(root: ET.Element, plan: Plan, frame: Frame) -> None:
    about = ET.SubElement(root, "conference")
    _text(about, "title", conference_title(plan))
    _text(about, "acronym", acronym(plan))
    _text(about, "start", plan.starts_on.isoformat())
    _text(about, "end", plan.ends_on.isoformat())
    _text(about, "days", str(len(plan.days(frame.zone))))
    _text(about, "timeslot_duration", "00:05")
    _text(about, "base_url", frame.base)
    _text(about, "time_zone_name", frame.zone.key)
    for _slug, zh, en in plan.labels():
        ET.SubElement(about, "track", name=pick(zh, en))


def _day(root: ET.Element, plan: Plan, frame: Frame, index: int, day: date, items: list[PlanItem]) -> None:
    start, end = day_bounds(plan, day, frame.zone)
    element = ET.SubElement(
        root, "day", index=str(index), date=day.isoformat(), start=start.isoformat(), end=end.isoformat()
    )
    guids = {pick(room.name, room.name_en): room_guid(plan, room) for room in plan.rooms}
    for name, held in rooms_of_day(plan, items).items():
        room = ET.SubElement(element, "room", name=name)
        if name in guids:
            room.set("guid", guids[name])
        for item in held:
            _event(room, plan, frame, item, name)


def _event(parent: ET.Element, plan: Plan, frame: Frame, item: PlanItem, room: str) -> None:
    start = item.starts_at.astimezone(frame.zone)
    event = ET.SubElement(parent, "event", id=str(item.id), guid=guid_of(plan, item))
    for name, text in (
        ("date", start.isoformat()), ("start", f"{start:%H:%M}"), ("duration", duration(item)), ("room", room),
        ("slug", slug_of(plan, item)), ("url", frame.link(item)), ("title", title_of(item)), ("subtitle", ""),
        ("track", track_of(plan, item)), ("type", item.kind), ("language", language()),
        ("abstract", pick(item.abstract, item.abstract_en)), ("description", ""),
    ):  # fmt: skip
        _text(event, name, text)
    persons = ET.SubElement(event, "persons")
    people = people_of(plan, item)
    for number, name in people:
        ET.SubElement(persons, "person", id=str(number)).text = name
    links = ET.SubElement(event, "links")
    for number, name in people:
        if number in item.hosts:
            # a person has no role in this format: a link of that type says who leads
            ET.SubElement(links, "link", href=f"{frame.base}/programme/speakers/{number}", type=Part.HOST).text = name
