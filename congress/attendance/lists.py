"""The list of who was where, as xlsx and as PDF; names by the strokes of the surname, and it says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from congress.attendance.register import Attendee, Register
from congress.foundation.documents.pdf import A4, MM, QUIET
from congress.foundation.documents.xlsx import write_tables
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import local_span, local_time, zone
from congress.handbook.press import Press
from congress.programme.models import Congress, Forum

WIDTHS = {"people": (3.0, 5.0, 2.0, 3.2, 1.6), "forum": (3.0, 5.0, 2.0, 3.2)}


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M}" if at else ""


def _at_forum(one: Attendee, forum: Forum) -> str:
    """When somebody entered, or that an expected one did not; nothing for whom the forum does not concern."""
    at = one.entered.get(forum.id)
    return _moment(at) or (str(_("did not come")) if forum.id in one.held else "")


def attendance_xlsx(register: Register) -> bytes:
    """One sheet with a row for each person, one with a row for each forum."""
    titles = [pick(forum.title_zh, forum.title_en) for forum in register.forums]
    columns = [
        *_words(_("Code"), _("Badge number"), _("Name"), _("Organisation"), _("Position"), _("Category")),
        str(_("First entry")),
        *titles,
    ]

    def people() -> Iterator[Sequence[object]]:
        for one in register.people:
            facts = (one.code, one.number, one.name, one.organisation, one.title, one.category, _moment(one.arrived))
            yield [*facts, *(_at_forum(one, forum) for forum in register.forums)]

    halls = [[title, *_counts(register, forum)] for title, forum in zip(titles, register.forums, strict=True)]
    out = BytesIO()
    write_tables(
        out,
        [
            (str(_("People, by strokes of the name")), columns, people()),
            (
                str(_("Forums, by time")),
                _words(_("Forum"), _("Expected"), _("Present"), _("Not yet here"), _("Present without a seat")),
                halls,
            ),
        ],
    )
    return out.getvalue()


def _words(*texts: object) -> list[str]:
    return [str(text) for text in texts]


def _counts(register: Register, forum: Forum) -> list[int]:
    """Expected, present, missing, and present though not expected."""
    there = register.at(forum)
    expected = [one for one in there if forum.id in one.held]
    missing = sum(forum.id not in one.entered for one in expected)
    return [len(expected), len(there) - missing, missing, len(there) - len(expected)]


def draw_attendance(out: BinaryIO, register: Register, congress: Congress, *, organiser: str, now: datetime) -> None:
    """Everybody with their forums, then each forum with who came and who did not."""
    title = str(_("Attendance"))
    foot = f"{organiser} · {_('As of %(time)s', time=local_time(now))}"
    demo = "演示数据 DEMO" if congress.is_demo else ""
    press = Press(out, A4, title=f"{pick(congress.title_zh, congress.title_en)} {title}", language=language(),
                  foot=foot, demo=demo)  # fmt: skip
    arrived = [one for one in register.people if one.arrived]
    press.heading(1, [title, pick(congress.title_zh, congress.title_en)])
    summary = _(
        "%(present)s of %(listed)s people came.", present=len(arrived), listed=len(register.people)
    )  # fmt: skip
    press.lines(f"{summary} {_('Sorted by the strokes of the surname.')}", 9, colour=QUIET)
    press.space(3 * MM)
    press.table(
        _words(_("Name"), _("Organisation"), _("Category"), _("First entry"), _("Forums")),
        [
            (one.name, one.organisation, one.category, _moment(one.arrived) or str(_("did not come")),
             str(sum(forum.id in one.entered for forum in register.forums)))
            for one in register.people
        ],
        WIDTHS["people"],
        8,
    )  # fmt: skip
    for forum in register.forums:
        _forum(press, register, forum)
    press.save()


def _forum(press: Press, register: Register, forum: Forum) -> None:
    there = register.at(forum)
    expected, present, missing, _more = _counts(register, forum)
    press.heading(2, [pick(forum.title_zh, forum.title_en)])
    counts = _(
        "Expected %(expected)s, present %(present)s, missing %(missing)s.",
        expected=expected, present=present, missing=missing,
    )  # fmt: skip
    press.lines(f"{local_span(forum.starts_at, forum.ends_at)}  {counts}", 9, colour=QUIET)
    press.space(2 * MM)
    if there:
        press.table(
            _words(_("Name"), _("Organisation"), _("Category"), _("Entered at")),
            [(one.name, one.organisation, one.category, _at_forum(one, forum)) for one in there],
            WIDTHS["forum"],
            8,
        )
