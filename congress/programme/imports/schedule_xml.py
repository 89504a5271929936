"""Schedule XML, as Pentabarf began it and frab, pretalx and c3voc write it today."""

import html.entities
import re
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import Any

from lxml import etree

from congress.foundation.i18n import _
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import ParsedSession, Unreadable
from congress.programme.imports.schedule import (
    GENERATOR,
    NAMES,
    Frame,
    conference_zone,
    day_change,
    note_unknown_zone,
    read_event,
)
from congress.programme.states import Part

TEXTS = (
    "title", "subtitle", "room", "track", "type", "date", "start", "duration", "end",
)  # fmt: skip
PROSE = ("abstract", "description")
# every XML parser knows these five; the others are names of HTML
OWN_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_ENCODING = re.compile(r"""^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARED = re.compile(r"^<\?xml[^>]*\?>")
_CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));|[\x00-\x08\x0b\x0c\x0e-\x1f]"
)


def read_schedule_xml(
    content: bytes, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo
) -> list[ParsedSession]:
    """Every event, in the order of the file.

    Raises:
        Unreadable: it is no XML, no schedule, or defines entities (which nothing honest here needs).
    """
    root = _root(content, report)
    conference = root.find("conference")
    about = {
        name: (conference.findtext(name) or "").strip() if conference is not None else ""
        for name in ("acronym", "title", "day_change", "time_zone_name", "start")
    }
    generator = root.find("generator")
    note_unknown_zone(about["time_zone_name"], zone, report)
    sessions = []
    for number, (day, events) in enumerate(_days(root)):
        start = day.get("start")
        frame = Frame(
            conference=about["acronym"] or about["title"],
            day=day.get("date") or _date_of(about["start"], number),
            day_change=day_change(about["day_change"], start),
            zone=conference_zone(about["time_zone_name"], start, zone, ours),
            exact=generator is not None and generator.get("name") == GENERATOR,
        )
        for element in events:
            found = read_event(_event(element), frame, report)
            if found is not None:
                sessions.append(found)
    return sessions


def _days(root: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Each day with its events, in rooms or, as in the oldest dialect, in the day itself; then what is in no day."""
    inside: set[etree._Element] = set()
    for day in root.iterfind("day"):
        events = list(day.iter("event"))
        inside.update(events)
        yield day, events
    stray = [event for event in root.iter("event") if event not in inside]
    if stray:
        yield root, stray


def _date_of(first: str, number: int) -> str:
    """The date of a day that does not say it, counted from the first one; nothing where that is not known either."""
    try:
        return (date.fromisoformat(first[:10]) + timedelta(days=number)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _root(content: bytes, report: ImportReport) -> etree._Element:
    """The document; one that is nearly XML is mended, which is told.

    Raises:
        Unreadable: it cannot be, or it is no schedule.
    """
    try:
        root = _parsed(content.lstrip())
    except (etree.XMLSyntaxError, ValueError):
        root = _mended(content, report)
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _entity in document_type.iterentities()):
        raise Unreadable(_("The file defines XML entities, which are not accepted."))
    for element in root.iter(etree.Element):
        # some programs put everything into a namespace of their own
        element.tag = etree.QName(element).localname
    if root.tag != "schedule":
        raise Unreadable(_("The file is XML, but no schedule."))
    return root


def _mended(content: bytes, report: ImportReport) -> etree._Element:
    """Read once more: HTML's names of characters spelled out, control characters left out, the encoding guessed."""
    text, guessed = _decoded(content)
    spelled = _ENTITY.sub(_spelled, text)
    clean = _CONTROL.sub("", spelled)
    try:
        root = _parsed(_DECLARED.sub("", clean).encode())
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(_("The file is no proper XML.")) from None
    if guessed:
        report.note("XML", _("The file is not UTF-8; it was read as GB 18030."))
    if spelled != text:
        report.note("XML", _("It names characters as HTML does; they were read as such."))
    if clean != spelled:
        report.note("XML", _("Characters that nobody can see were left out."))
    return root


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding had to be guessed; raises Unreadable."""
    declared = _ENCODING.match(content[:200].decode("latin-1").lstrip())
    for name in ("utf-8-sig", declared[1] if declared else "gb18030"):
        try:
            return content.decode(name).strip(), name == "gb18030" and not declared
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable(_("The file is no proper XML."))


def _spelled(found: re.Match[str]) -> str:
    name = found[1]
    character = html.entities.html5.get(f"{name};")
    return found[0] if name in OWN_ENTITIES or character is None else "".join(f"&#{ord(one)};" for one in character)


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    return etree.fromstring(content, parser)


def _event(element: etree._Element) -> dict[str, Any]:
    event: dict[str, Any] = {name: _words(element.find(name)) for name in TEXTS}
    event |= {name: _prose(element.find(name)) for name in PROSE}
    event |= {"id": element.get("id"), "guid": element.get("guid")}
    if not event["room"] and (around := element.getparent()) is not None and around.tag == "room":
        event["room"] = around.get("name")
    people = [_name(person) for person in element.iterfind("persons/person")]
    # our own exports say by a link who leads; nobody becomes a host by a link alone
    leading = {"".join(link.itertext()) for link in element.iterfind(f"links/link[@type='{Part.HOST}']")}
    event["hosts"] = [person for person in people if person in leading]
    event["persons"] = [person for person in people if person not in leading]
    return event


def _words(element: etree._Element | None) -> str | None:
    """All the text of an element, whatever markup stands in it."""
    return None if element is None else "".join(element.itertext())


def _prose(element: etree._Element | None) -> str | None:
    """The text of an element; markup that was not escaped stays markup."""
    if element is None or not len(element):
        return None if element is None else element.text
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return html.escape(element.text or "", quote=False) + inner


def _name(person: etree._Element) -> str:
    """What somebody is called: their text, or the element or the attribute that says it."""
    named = next((person.find(name) for name in NAMES if person.find(name) is not None), None)
    return (_words(named if named is not None else person) or "").strip() or person.get("name") or ""
