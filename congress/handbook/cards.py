"""Signs for doors and cards for tables: large type that is read from afar."""

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from congress.foundation.documents.pdf import A4, ACCENT, HOUSE, INK, MM, QUIET, RULE
from congress.foundation.documents.text import draw_box, draw_line, width_of, wrap
from congress.foundation.pages import zone
from congress.handbook.blocks import Paper
from congress.handbook.press import LEADING, Press
from congress.handbook.speech import Speech, names_line, spaced, span
from congress.programme.plan import Plan, PlanItem

BAND = 62 * MM
TITLE, SMALL = 17.0, 11.0
WHEN = 42 * MM
WHITE = "#ffffff"
NAME = 150.0


def print_door_signs(out: BinaryIO, paper: Paper, plan: Plan, speech: Speech, only: date | None) -> None:
    """For each room and day a sign on A4; a day with much in it goes on on a second sheet."""
    press = _press(out, paper, A4)
    for day, items in plan.days(zone()).items():
        if only is not None and day != only:
            continue
        for room in plan.used_rooms(items):
            press.fresh_page()
            name = speech.of(room.name, room.name_en)
            _band(press, name, " ".join(speech.of(room.venue, room.venue_en)), " ".join(speech.day(day)))
            for item in items:
                if item.room == room.id:
                    _sign_line(press, plan, speech, item, name, day)
    press.save()


def _press(out: BinaryIO, paper: Paper, size: tuple[float, float]) -> Press:
    # the head of a sign is coloured, so that the mark of a demo stands at its foot
    foot = "  ·  ".join(part for part in (paper.foot, paper.demo) if part)
    return Press(out, size, title=" ".join(paper.title), language=paper.language, foot=foot, margin=16 * MM)


def _band(press: Press, name: list[str], venue: str, day: str) -> None:
    canvas, (width, height) = press.canvas, press.size
    with press.tags.artifact():
        canvas.setFillColor(HOUSE)
        canvas.rect(0, height - BAND, width, BAND, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        canvas.rect(0, height - BAND - 1.5 * MM, width, 1.5 * MM, stroke=0, fill=1)
    with press.tags.tag("H1"):
        canvas.setFillColor(WHITE)
        top = height - 12 * MM
        top -= draw_box(canvas, press.margin, top, name[0], press.width, 26 * MM, largest=58, bold=True, align="left")
        for line in name[1:]:
            top -= draw_box(canvas, press.margin, top - 1 * MM, line, press.width, 10 * MM, largest=20, align="left")
    with press.tags.tag("P"):
        canvas.setFillColor(WHITE)
        draw_line(canvas, press.margin, height - BAND + 6 * MM, day, 16)
        draw_line(canvas, width - press.margin, height - BAND + 6 * MM, venue, 12, align="right")
    press.y = height - BAND - 8 * MM
    press.touch()


def _sign_line(press: Press, plan: Plan, speech: Speech, item: PlanItem, name: list[str], day: date) -> None:
    inner = press.width - WHEN
    title = [line for text in speech.of(item.zh, item.en) for line in wrap(text, TITLE, inner, bold=True)]
    people = wrap(names_line(speech, plan, item.people), SMALL, inner)
    height = (len(title) * TITLE + len(people) * SMALL) * LEADING + 5 * MM
    if press.y - height < press.bottom:
        press.end_page()
        _band(press, name, "", " ".join(speech.day(day)))
    top = press.y
    with press.tags.group("LI"):
        with press.tags.tag("Lbl"):
            press.canvas.setFillColor(HOUSE)
            when = span(item.starts_at, item.ends_at)
            draw_line(press.canvas, press.margin, top - TITLE * (LEADING - 0.35), when, TITLE, bold=True)
        with press.tags.tag("LBody"):
            for line in title:
                press.line(line, TITLE, bold=True, indent=WHEN)
            for line in people:
                press.line(line, SMALL, indent=WHEN, colour=QUIET)
    press.y -= 3 * MM
    press.rule()
    press.y -= 2 * MM


def print_table_cards(out: BinaryIO, paper: Paper, people: Iterable[tuple[str, str]], *, demo: bool) -> None:
    """A card for each (name, second line) on A4: folded in the middle it stands, with the name on both sides."""
    width, height = size = (A4[1], A4[0])
    press = _press(out, paper, size)
    for name, second in people:
        with press.tags.tag("P"):
            _face(press, name, second, demo=demo)
        with press.tags.artifact():
            press.canvas.saveState()
            press.canvas.translate(width, height)
            press.canvas.rotate(180)
            _face(press, name, second, demo=demo)
            press.canvas.restoreState()
            press.canvas.setStrokeColor(RULE)
            press.canvas.setLineWidth(0.3)
            press.canvas.setDash(2, 4)
            press.canvas.line(0, height / 2, 8 * MM, height / 2)
            press.canvas.line(width - 8 * MM, height / 2, width, height / 2)
            press.canvas.setDash()
            press.canvas.setFillColor(QUIET)
            draw_line(press.canvas, width / 2, height / 2 + 1.2 * MM, paper.foot, 4.5, align="centre")
        press.touch()
        press.end_page(foot=False)
    press.save()


def _face(press: Press, name: str, second: str, *, demo: bool) -> None:
    """The lower half of the sheet: the name in song type as large as it fits, on the middle of the face."""
    canvas, (width, height) = press.canvas, press.size
    face, inner = height / 2, width - 40 * MM
    shown = spaced(name)
    single = min(NAME, inner / max(width_of(shown, bold=True, serif=True), 0.001))
    canvas.setFillColor(INK)
    if single >= NAME / 3:
        middle = face / 2 - single * 0.36 + (5 * MM if second else 0)
        draw_line(canvas, width / 2, middle, shown, single, bold=True, align="centre", serif=True)
    else:
        draw_box(canvas, 20 * MM, face - 14 * MM, shown, inner, face - 34 * MM, largest=NAME / 3, bold=True)
    if second:
        canvas.setFillColor(QUIET)
        draw_box(canvas, 20 * MM, 20 * MM, second, inner, 12 * MM, largest=22)
    if demo:
        canvas.setFillColor(QUIET)
        draw_line(canvas, width - 8 * MM, 5 * MM, "演示数据 DEMO", 7, align="right")
