"""The public calendar as iCalendar, of whole days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from congress.coordination.rules import Entry
from congress.foundation.i18n import pick


def calendar_of(entries: Sequence[Entry], *, name: str, host: str, now: datetime) -> bytes:
    """The entries; each keeps its id when its days change."""
    calendar = Calendar()
    calendar.add("prodid", "-//Congress//Coordination//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", entry.starts_on)
        # the end of whole days is the day after (RFC 5545 3.6.1)
        event.add("dtend", entry.ends_on + timedelta(days=1))
        event.add("summary", pick(entry.zh, entry.en))
        for field, text in (
            ("location", pick(entry.place_zh, entry.place_en)), ("description", entry.giver), ("url", entry.link),
        ):  # fmt: skip
            if text:
                event.add(field, text)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
