"""From a file to its sessions, whatever its format; the content decides, not the name."""

import re
from datetime import tzinfo
from pathlib import Path

from congress.foundation.errors import TooLarge
from congress.foundation.tables import MOST_BYTES, ImportReport
from congress.programme.imports.ical import read_calendar
from congress.programme.imports.parsed import ParsedSession
from congress.programme.imports.schedule_json import read_schedule_json
from congress.programme.imports.schedule_xml import read_schedule_xml
from congress.programme.imports.sheet import read_sheet

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_programme(path: Path, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo) -> list[ParsedSession]:
    """The sessions of schedule XML or JSON, iCalendar, xlsx or CSV.

    A time without an offset is the clock of `zone`, else of the zone that the file names, else `ours`.

    Raises:
        Unreadable, Invalid, TooLarge: it is none of these, or more than anybody's programme.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge
    content = path.read_bytes()
    begins = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"<") or content.startswith(UTF_16):
        return read_schedule_xml(content, report, zone=zone, ours=ours)
    if begins.startswith((b"{", b"[")):
        return read_schedule_json(content, report, zone=zone, ours=ours)
    if re.match(rb"BEGIN:VCALENDAR", begins, re.IGNORECASE):
        return read_calendar(content.removeprefix(b"\xef\xbb\xbf"), report, zone=zone, ours=ours)
    return read_sheet(path, report, zone=zone or ours)
