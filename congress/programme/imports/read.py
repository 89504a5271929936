"""From a file to its sessions, whatever its format; the content decides, not the name."""

import codecs
import json
from datetime import tzinfo
from pathlib import Path

from congress.foundation.errors import TooLarge
from congress.foundation.i18n import _
from congress.foundation.table_files import MOST_BYTES
from congress.foundation.tables import ImportReport
from congress.programme.imports.ical import read_calendar
from congress.programme.imports.parsed import ParsedSession, note_shared_ids
from congress.programme.imports.schedule_json import read_schedule_json
from congress.programme.imports.schedule_xml import read_schedule_xml
from congress.programme.imports.sheet import read_sheet

# the mark of UTF-32 begins as that of UTF-16 does
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
MOST_SESSIONS = 20_000


def read_programme(path: Path, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo) -> list[ParsedSession]:
    """The sessions of schedule XML or JSON, iCalendar, xlsx or CSV.

    A time without an offset is the clock of `zone`, else of the zone that the file names, else `ours`.

    Raises:
        Unreadable, Invalid, TooLarge: it is none of these, or more than anybody's programme.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge
    content = path.read_bytes()
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    begins = content[:400].decode(encoding or "latin-1", "ignore").lstrip()
    if begins.startswith("<"):
        found = read_schedule_xml(content, report, zone=zone, ours=ours)
    elif begins.startswith(("{", "[")):
        text = _as_utf_8(content, json.detect_encoding(content), report, path.name)
        found = read_schedule_json(text, report, zone=zone, ours=ours)
    elif begins.upper().startswith("BEGIN:VCALENDAR"):
        found = read_calendar(_as_utf_8(content, encoding, report, path.name), report, zone=zone, ours=ours)
    else:
        found = read_sheet(path, report, zone=zone or ours)
    if len(found) > MOST_SESSIONS:
        raise TooLarge(_("A programme has at most %(most)s items.", most=MOST_SESSIONS))
    note_shared_ids(found, report)
    return found


def _as_utf_8(content: bytes, encoding: str | None, report: ImportReport, name: str) -> bytes:
    """The text of a file that should be UTF-8 and sometimes is what an office's program saves."""
    for known in (encoding or "utf-8", "gb18030"):
        try:
            text = content.decode(known)
        except UnicodeDecodeError:
            continue
        if known == "gb18030":
            report.note(name, _("The file is not UTF-8; it was read as GB 18030."))
        return text.encode()
    report.note(name, _("The file is not UTF-8; it was read as Latin-1."))
    return content.decode("latin-1").encode()
