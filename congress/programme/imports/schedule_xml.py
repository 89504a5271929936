"""Schedule XML, as Pentabarf began it and frab, pretalx and c3voc write it today."""

from datetime import tzinfo
from typing import Any

from lxml import etree

from congress.foundation.i18n import _
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import ParsedSession, Unreadable
from congress.programme.imports.schedule import Frame, conference_zone, day_change, note_unknown_zone, read_event
from congress.programme.states import Part

TEXTS = (
    "title", "subtitle", "room", "track", "type", "date", "start", "duration", "end", "abstract", "description",
)  # fmt: skip


def read_schedule_xml(
    content: bytes, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo
) -> list[ParsedSession]:
    """Every event, in the order of the file.

    Raises:
        Unreadable: it is no XML, no schedule, or defines entities (which nothing honest here needs).
    """
    root = _root(content)
    conference = root.find("conference")
    about = {
        name: (conference.findtext(name) or "").strip() if conference is not None else ""
        for name in ("acronym", "title", "day_change", "time_zone_name")
    }
    note_unknown_zone(about["time_zone_name"], zone, report)
    sessions = []
    for day in root.iterfind("day"):
        start = day.get("start")
        frame = Frame(
            conference=about["acronym"] or about["title"],
            day=day.get("date") or "",
            day_change=day_change(about["day_change"], start),
            zone=conference_zone(about["time_zone_name"], start, zone, ours),
        )
        # the oldest dialect has its events in the day itself, without rooms around them
        for element in day.iter("event"):
            found = read_event(_event(element), frame, report)
            if found is not None:
                sessions.append(found)
    return sessions


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(_("The file is no proper XML.")) from None
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _entity in document_type.iterentities()):
        raise Unreadable(_("The file defines XML entities, which are not accepted."))
    for element in root.iter(etree.Element):
        # some programs put everything into a namespace of their own
        element.tag = etree.QName(element).localname
    if root.tag != "schedule":
        raise Unreadable(_("The file is XML, but no schedule."))
    return root


def _event(element: etree._Element) -> dict[str, Any]:
    event: dict[str, Any] = {name: element.findtext(name) for name in TEXTS}
    event |= {"id": element.get("id"), "guid": element.get("guid")}
    if not event["room"] and (around := element.getparent()) is not None and around.tag == "room":
        event["room"] = around.get("name")
    people = ["".join(person.itertext()) for person in element.iterfind("persons/person")]
    # our own exports say by a link who leads; nobody becomes a host by a link alone
    leading = {"".join(link.itertext()) for link in element.iterfind(f"links/link[@type='{Part.HOST}']")}
    event["hosts"] = [person for person in people if person in leading]
    event["persons"] = [person for person in people if person not in leading]
    return event
