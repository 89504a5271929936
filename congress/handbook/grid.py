"""The programme of a day as a grid: rooms beside each other, time downwards, torn where the least is running."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import BinaryIO

from reportlab.lib.colors import HexColor

from congress.foundation.documents.pdf import A4, HOUSE, INK, MM, QUIET, RULE
from congress.foundation.documents.text import draw_line, wrap
from congress.foundation.pages import zone
from congress.handbook.press import Press
from congress.handbook.speech import Speech, names_line
from congress.programme.plan import Plan, PlanItem, PlanRoom

HOURS = 13 * MM
HEAD = 10 * MM
LEAST = 5.4 * MM
TINTS = tuple(HexColor(tint) for tint in ("#e8f0eb", "#fcf0e6", "#e9f0f5", "#f3eef6", "#f6f3e4", "#eef3f0"))
FEW = 4
TWO_LINES = 14


@dataclass(frozen=True)
class Window:
    """The part of a day that one page shows."""

    start: datetime
    end: datetime


def print_grid(out: BinaryIO, plan: Plan, speech: Speech, *, title: str, language: str, foot: str, demo: str,
               continued: str) -> None:  # fmt: skip
    """Every day on A4, lying, with as many rooms on a page as can be read."""
    press = Press(out, (A4[1], A4[0]), title=title, language=language, foot=foot, demo=demo, margin=11 * MM)
    for day in plan.days(zone()):
        press.fresh_page()
        draw_day(press, plan, speech, day, most_rooms=8, continued=continued)
    if not plan.items:
        press.heading(1, [title])
    press.save()


def draw_day(press: Press, plan: Plan, speech: Speech, day: date, *, most_rooms: int, continued: str) -> None:
    """One day on as many pages as its hours and rooms take."""
    items = plan.days(zone()).get(day, [])
    scale = _scale(items)
    height = press.y - press.bottom - HEAD - 18 * MM
    title = speech.day(day)
    first = True
    for window in _windows(items, timedelta(hours=height / scale)):
        for rooms in _portions(plan, [item for item in items if _shown(item, window)], most_rooms):
            if first:
                press.heading(2, title, follows=0)
                first = False
            else:
                press.fresh_page()
                with press.tags.tag("P"):
                    press.line(f"{' '.join(title)} {continued}", 11, bold=True, colour=HOUSE)
            hours = (window.end - window.start) / timedelta(hours=1)
            filled = min((press.y - press.bottom - HEAD - 6 * MM) / hours, scale * 2)
            sheet = Sheet(press, plan, speech, window, press.y - 2 * MM - HEAD, filled, continued)
            _page(sheet, items, rooms)
            press.touch()


def _portions(plan: Plan, items: Sequence[PlanItem], most: int) -> list[list[PlanRoom | None]]:
    """The rooms that are used, shared out evenly over as few pages as they take."""
    rooms: list[PlanRoom | None] = [*plan.used_rooms(items)]
    if any(item.room not in plan.room for item in items):
        rooms.append(None)
    pages = -(-len(rooms) // most)
    each = -(-len(rooms) // pages)
    return [rooms[start : start + each] for start in range(0, len(rooms), each)]


def _room(plan: Plan, item: PlanItem) -> PlanRoom | None:
    return plan.room.get(item.room) if item.room is not None else None


def _shown(item: PlanItem, window: Window) -> bool:
    return item.starts_at < window.end and item.ends_at > window.start


def _scale(items: Sequence[PlanItem]) -> float:
    """Points for each hour, so that all but the shortest items take two lines of text."""
    lengths = [(item.ends_at - item.starts_at).total_seconds() / 3600 for item in items]
    lengths = [length for length in lengths if length > 0] or [1.0]
    usual = quantiles(lengths, n=5)[0] if len(lengths) > FEW else min(lengths)
    return min(max(LEAST / max(usual, 0.05), 12 * MM), 34 * MM)


def _windows(items: Sequence[PlanItem], longest: timedelta) -> list[Window]:
    """The day in even parts of at most `longest`, each ending where the fewest items are running."""
    start = _whole(min(item.starts_at for item in items), 15, up=False)
    end = _whole(max(item.ends_at for item in items), 15, up=True)
    windows = []
    while end - start > longest:
        parts = -(-(end - start) // longest)
        # cut where the fewest run, among the moments that do not cost a further page; then as evenly as may be
        share, early = (end - start) / parts, start + max((end - start) - longest * (parts - 1), longest / 3)
        steps = int((start + longest - early) / timedelta(minutes=5))
        marks = [_whole(early + timedelta(minutes=5 * step), 5, up=True) for step in range(steps + 1)]
        marks = [mark for mark in marks if mark - start <= longest] or [start + longest]
        cut = min(marks, key=lambda one: (_running(items, one), abs(one - start - share)))
        last = max((min(item.ends_at, cut) for item in items if item.starts_at < cut), default=cut)
        windows.append(Window(start, _whole(last, 15, up=True) if last < cut else cut))
        start = max(cut, _whole(min(item.starts_at for item in items if item.ends_at > cut), 15, up=False))
    return [*windows, Window(start, end)]


def _running(items: Sequence[PlanItem], moment: datetime) -> int:
    return sum(item.starts_at < moment < item.ends_at for item in items)


def _whole(moment: datetime, minutes: int, *, up: bool) -> datetime:
    """The next or the last moment whose minutes are a multiple."""
    over = timedelta(minutes=moment.minute % minutes, seconds=moment.second, microseconds=moment.microsecond)
    if not over:
        return moment
    return moment - over + (timedelta(minutes=minutes) if up else timedelta())


@dataclass(frozen=True)
class Sheet:
    """One page of the grid: what it shows of the day, and how time becomes height."""

    press: Press
    plan: Plan
    speech: Speech
    window: Window
    top: float
    scale: float
    continued: str

    def y_of(self, moment: datetime) -> float:
        return self.top - (moment - self.window.start).total_seconds() / 3600 * self.scale


def _page(sheet: Sheet, items: Sequence[PlanItem], rooms: Sequence[PlanRoom | None]) -> None:
    press, canvas = sheet.press, sheet.press.canvas
    width = (press.width - HOURS) / len(rooms)
    _hours(sheet)
    for number, room in enumerate(rooms):
        x = press.margin + HOURS + number * width
        with press.tags.tag("TH"):
            canvas.setFillColor(HOUSE)
            canvas.rect(x + 0.5, sheet.top, width - 1, HEAD, stroke=0, fill=1)
            canvas.setFillColor("#ffffff")
            name = sheet.speech.one(room.name, room.name_en) if room else "–"
            lines = wrap(name, 7.5, width - 3 * MM, bold=True)[:2]
            for line, text in enumerate(lines):
                y = sheet.top + HEAD / 2 - 2.7 + (len(lines) - 1 - 2 * line) * 4.5
                draw_line(canvas, x + width / 2, y, text, 7.5, bold=True, align="centre")
        held = [item for item in items if _room(sheet.plan, item) == room and _shown(item, sheet.window)]
        for item, lane, lanes in _lanes(held):
            _cell(sheet, item, x + width * lane / lanes, width / lanes)
    press.y = sheet.y_of(sheet.window.end)


def _lanes(items: Sequence[PlanItem]) -> list[tuple[PlanItem, int, int]]:
    """Items that run at once in one room stand side by side: each with its lane and how many lanes there are."""
    placed: list[tuple[PlanItem, int, list[datetime]]] = []
    ends: list[datetime] = []
    for item in items:
        if all(end <= item.starts_at for end in ends):
            ends = []
        lane = next((number for number, end in enumerate(ends) if end <= item.starts_at), len(ends))
        ends[lane : lane + 1] = [item.ends_at]
        placed.append((item, lane, ends))
    return [(item, lane, len(group)) for item, lane, group in placed]


def _hours(sheet: Sheet) -> None:
    press, canvas = sheet.press, sheet.press.canvas
    step = timedelta(minutes=30 if sheet.scale > 20 * MM else 60)
    moment, bottom = _whole(sheet.window.start, 30, up=True), sheet.y_of(sheet.window.end)
    with press.tags.artifact():
        canvas.setLineWidth(0.3)
        while moment <= sheet.window.end:
            y = sheet.y_of(moment)
            canvas.setStrokeColor(RULE)
            canvas.line(press.margin + HOURS, y, press.margin + press.width, y)
            canvas.setFillColor(QUIET)
            label = f"{moment.astimezone(zone()):%H:%M}"
            draw_line(canvas, press.margin + HOURS - 2 * MM, max(y - 2.5, bottom - 2.5), label, 7, align="right")
            moment += step


def _cell(sheet: Sheet, item: PlanItem, x: float, width: float) -> None:
    canvas, window = sheet.press.canvas, sheet.window
    upper = sheet.y_of(max(item.starts_at, window.start))
    height = max(upper - sheet.y_of(min(item.ends_at, window.end)), 4.5)
    with sheet.press.tags.tag("TD"):
        canvas.setFillColor(TINTS[number_of(item.track) % len(TINTS)])
        canvas.setStrokeColor(HOUSE)
        canvas.setLineWidth(0.5)
        canvas.rect(x + 1, upper - height + 0.6, width - 2, height - 1.2, stroke=1, fill=1)
        _words(sheet, item, x + 1.2 * MM, width - 2.4 * MM, upper=upper, height=height)


def _words(sheet: Sheet, item: PlanItem, x: float, width: float, *, upper: float, height: float) -> None:
    """Time, title, people: as many whole lines as the cell holds, the title first."""
    canvas = sheet.press.canvas
    size = 6.5 if height > TWO_LINES else 5.2
    most = max(1, int((height - 2.5) / (size * 1.22)))
    when = f"{item.starts_at.astimezone(zone()):%H:%M}"
    if item.starts_at < sheet.window.start:
        when += f" {sheet.continued}"
    title = " ".join(sheet.speech.of(item.zh, item.en))
    lines = [(line, True) for line in wrap(f"{when} {title}", size, width, bold=True)]
    people = names_line(sheet.speech, sheet.plan, item.people)
    if people:
        lines += [(line, False) for line in wrap(people, size - 0.6, width)]
    for number, (line, bold) in enumerate(lines[:most]):
        # dots only where words of the title are left out; who speaks stands in the list
        torn = number == most - 1 and len(lines) > most and lines[most][1]
        text = f"{line[:-1]}…" if torn and len(line) > 1 else line
        canvas.setFillColor(INK if bold else QUIET)
        draw_line(canvas, x, upper - 1 - size * (1.12 + number * 1.22), text, size if bold else size - 0.6, bold=bold)


def number_of(text: str) -> int:
    """The same number for the same text in every process."""
    return sum(ord(character) * (position + 1) for position, character in enumerate(text))
