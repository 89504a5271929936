"""The personal agenda as a calendar file (RFC 5545), with its time zone inside."""

from datetime import datetime

from icalendar import Calendar, Event, Timezone

from congress.handbook.agenda import Agenda


def agenda_calendar(agenda: Agenda, *, host: str, now: datetime) -> bytes:
    """One event for each confirmed item; ids stay the same from file to file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Congress//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", agenda.congress)
    calendar.add("x-wr-timezone", agenda.zone.key)
    if agenda.items:
        first = min(item.starts_at for item in agenda.items).astimezone(agenda.zone)
        last = max(item.ends_at for item in agenda.items).astimezone(agenda.zone)
        calendar.add_component(Timezone.from_tzinfo(agenda.zone, first_date=first.date(), last_date=last.date()))
    for item in sorted(agenda.items, key=lambda one: (one.starts_at, one.key)):
        event = Event()
        event.add("uid", f"{item.key}-{agenda.code}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", item.starts_at.astimezone(agenda.zone))
        event.add("dtend", item.ends_at.astimezone(agenda.zone))
        event.add("summary", f"{item.title}（演示数据）" if agenda.demo else item.title)
        event.add("location", item.room)
        event.add(
            "description", "\n".join(part for part in (agenda.congress, item.track, item.seat, item.status) if part)
        )
        event.add("status", "CONFIRMED" if item.confirmed else "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
