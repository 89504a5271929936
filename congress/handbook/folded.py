"""The personal agenda on one side of A4 that is folded twice to A6 and fits a pocket.

Folded with the print outside, the lower right quarter is the cover and the lower left the back; the upper quarters,
printed upside down, become the two pages inside.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from congress.badges.qr import draw_qr
from congress.foundation.documents.pdf import A4, ACCENT, DOUBT, HOUSE, INK, MM, QUIET, RULE, Canvas, new_pdf
from congress.foundation.documents.text import draw_box, draw_line, wrap
from congress.handbook.agenda import Agenda, AgendaItem
from congress.handbook.speech import span

WIDTH, HEIGHT = A4[0] / 2, A4[1] / 2
MARGIN = 9 * MM
INNER = WIDTH - 2 * MARGIN
SCALES = (1.0, 0.9, 0.8, 0.7)
FOOT = 12 * MM
PAGES = 3
TIME = 19 * MM


@dataclass(frozen=True)
class Line:
    """A day's title, or an item of it, and how high it stands."""

    height: float
    day: str = ""
    item: AgendaItem | None = None


def draw_folded(out: BinaryIO, agenda: Agenda) -> None:
    """As many sheets as it takes: nearly always one, with smaller type where there is much."""
    scale, sheets = next(
        ((scale, found) for scale in SCALES if len(found := _sheets(agenda, scale)) == 1),
        (SCALES[-1], _sheets(agenda, SCALES[-1])),
    )
    with new_pdf(out, A4, title=f"{agenda.heading} – {agenda.holder}", language=agenda.language) as canvas:
        for inside_left, inside_right, back in sheets:
            with _quarter(canvas, right=True, upper=False):
                _cover(canvas, agenda)
            for lines, right, upper in ((inside_left, True, True), (inside_right, False, True), (back, False, False)):
                with _quarter(canvas, right=right, upper=upper):
                    _page(canvas, agenda, lines, scale)
            _folds(canvas)
            canvas.showPage()


def _lines(agenda: Agenda, scale: float) -> Iterator[list[Line]]:
    """Each item with its height; a day's title goes with its first item."""
    for day, items in agenda.by_day():
        title = [Line(9 * MM * scale, day=day)]
        for item in items:
            facts = wrap(_facts(item), 7.5 * scale, INNER - TIME)
            lines = len(wrap(item.title, 9 * scale, INNER - TIME, bold=True)) * 4 + len(facts) * 3.4 + 3
            yield [*title, Line(lines * MM * scale, item=item)]
            title = []


def _facts(item: AgendaItem) -> str:
    return "  ·  ".join(part for part in (item.room, item.seat, item.status) if part)


def _sheets(agenda: Agenda, scale: float) -> list[tuple[Sequence[Line], Sequence[Line], Sequence[Line]]]:
    """The lines of the three pages of each sheet: a page for each day where that fits, else one after the other."""
    days = _by_day(agenda, scale)
    if len(days) <= PAGES and all(sum(line.height for line in day) <= _room(n) for n, day in enumerate(days)):
        days += [[]] * (PAGES - len(days))
        return [(days[0], days[1], days[2])]
    pages: list[list[Line]] = [[]]
    left = _room(0)
    for lines in _lines(agenda, scale):
        height = sum(line.height for line in lines)
        if height > left and pages[-1]:
            pages.append([])
            left = _room(len(pages) - 1)
        pages[-1] += lines
        left -= height
    pages += [[]] * (-len(pages) % PAGES)
    return [(pages[n], pages[n + 1], pages[n + 2]) for n in range(0, len(pages), PAGES)]


def _by_day(agenda: Agenda, scale: float) -> list[list[Line]]:
    days: list[list[Line]] = []
    for lines in _lines(agenda, scale):
        if lines[0].item is None:
            days.append([])
        days[-1] += lines
    return days


def _room(page: int) -> float:
    """How much a page holds; the back, which is the last, keeps a little free."""
    return HEIGHT - 2 * MARGIN - (FOOT if page % PAGES == PAGES - 1 else 0)


@contextmanager
def _quarter(canvas: Canvas, *, right: bool, upper: bool) -> Iterator[None]:
    """What is drawn inside counts from the lower left corner of this quarter, as it is read."""
    canvas.saveState()
    if upper:
        canvas.translate(A4[0] if right else WIDTH, A4[1])
        canvas.rotate(180)
    else:
        canvas.translate(WIDTH if right else 0, 0)
    yield
    canvas.restoreState()


def _cover(canvas: Canvas, agenda: Agenda) -> None:
    canvas.setFillColor(HOUSE)
    canvas.rect(0, HEIGHT - 4 * MM, WIDTH, 4 * MM, stroke=0, fill=1)
    top = HEIGHT - 14 * MM
    canvas.setFillColor(QUIET)
    top -= draw_box(canvas, MARGIN, top, agenda.congress, INNER, 12 * MM, largest=10, align="left") + 1 * MM
    top -= draw_box(canvas, MARGIN, top, agenda.days, INNER, 8 * MM, largest=8.5, align="left") + 6 * MM
    canvas.setFillColor(INK)
    top -= draw_box(canvas, MARGIN, top, agenda.holder, INNER, 26 * MM, largest=24, bold=True, align="left") + 2 * MM
    canvas.setFillColor(ACCENT)
    draw_line(canvas, MARGIN, top - 4 * MM, f"{agenda.heading}   {agenda.code}", 9, bold=True)
    if agenda.token:
        size = 40 * MM
        draw_qr(canvas, (WIDTH - size) / 2, 22 * MM, size, agenda.token)
    if agenda.demo:
        canvas.setFillColor(DOUBT)
        draw_line(canvas, WIDTH - MARGIN, HEIGHT - 10 * MM, "演示数据 DEMO", 7, align="right")
    canvas.setFillColor(QUIET)
    draw_box(canvas, MARGIN, 16 * MM, agenda.foot, INNER, 8 * MM, largest=6.5, align="left")


def _page(canvas: Canvas, agenda: Agenda, lines: Sequence[Line], scale: float) -> None:
    top = HEIGHT - MARGIN
    for line in lines:
        if line.item is None:
            canvas.setFillColor(HOUSE)
            draw_line(canvas, MARGIN, top - 5.5 * MM * scale, line.day, 11 * scale, bold=True)
            canvas.setStrokeColor(HOUSE)
            canvas.line(MARGIN, top - 7 * MM * scale, WIDTH - MARGIN, top - 7 * MM * scale)
        else:
            _item(canvas, agenda, line.item, top, scale)
        top -= line.height


def _item(canvas: Canvas, agenda: Agenda, item: AgendaItem, top: float, scale: float) -> None:
    y = top - 4.2 * MM * scale
    canvas.setFillColor(INK)
    draw_line(canvas, MARGIN, y, span(item.starts_at, item.ends_at, agenda.zone), 8.5 * scale)
    for text in wrap(item.title, 9 * scale, INNER - TIME, bold=True):
        draw_line(canvas, MARGIN + TIME, y, text, 9 * scale, bold=True)
        y -= 4 * MM * scale
    canvas.setFillColor(QUIET if item.confirmed else DOUBT)
    for text in wrap(_facts(item), 7.5 * scale, INNER - TIME):
        draw_line(canvas, MARGIN + TIME, y, text, 7.5 * scale)
        y -= 3.4 * MM * scale


def _folds(canvas: Canvas) -> None:
    """Short marks at the edges, where the sheet is folded."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    for x, y, across, up in (
        (0, HEIGHT, 5 * MM, 0), (A4[0] - 5 * MM, HEIGHT, 5 * MM, 0), (WIDTH, 0, 0, 5 * MM),
        (WIDTH, A4[1] - 5 * MM, 0, 5 * MM),
    ):  # fmt: skip
        canvas.line(x, y, x + across, y + up)
