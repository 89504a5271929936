"""A personal agenda: what it holds, and how it is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import BinaryIO
from zoneinfo import ZoneInfo

from congress.badges.qr import draw_qr
from congress.foundation.documents.pdf import A4, ACCENT, DOUBT, HOUSE, INK, MM, QUIET, RULE, Canvas, new_pdf
from congress.foundation.documents.picture import page_as_png
from congress.foundation.documents.text import draw_box, draw_line, wrap
from congress.foundation.i18n import in_language
from congress.foundation.pages import day_title
from congress.handbook.blocks import Block, Heading, Note, Paper, Slot
from congress.handbook.speech import span

MARGIN = 20 * MM
WIDTH = A4[0] - 2 * MARGIN
TIME_WIDTH = 30 * MM
DAY_SPACE = 4 * MM


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """One entry, in the reader's language; `key` is what a calendar knows it by."""

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    room: str
    track: str = ""
    seat: str = ""
    status: str = ""
    confirmed: bool = True


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Everything on the page."""

    holder: str
    congress: str
    days: str
    code: str
    token: str | None
    items: Sequence[AgendaItem]
    zone: ZoneInfo
    language: str
    heading: str
    empty: str
    zone_note: str
    printed: str
    liaison: str = ""
    # room and cars, a line each
    stay: Sequence[str] = ()
    demo: bool = False

    def by_day(self) -> Iterator[tuple[str, list[AgendaItem]]]:
        """Each day in words, with what begins on it."""
        ordered = sorted(self.items, key=lambda item: (item.starts_at, item.key))
        for day, items in groupby(ordered, key=lambda item: item.starts_at.astimezone(self.zone).date()):
            with in_language(self.language):
                yield day_title(day), list(items)

    @property
    def foot(self) -> str:
        return f"{self.zone_note.rstrip('。.')}  ·  {self.printed}"


def draw_agenda(out: BinaryIO, agenda: Agenda) -> None:
    """One or several A4 pages, in the language of the agenda."""
    with new_pdf(out, A4, title=f"{agenda.heading} – {agenda.holder}", language=agenda.language) as canvas:
        top = _head(canvas, agenda)
        if not agenda.items:
            canvas.setFillColor(QUIET)
            draw_line(canvas, MARGIN, top - 8 * MM, agenda.empty, 11)
        for day, items in agenda.by_day():
            top = _room_for(canvas, agenda, top, 30 * MM) - DAY_SPACE
            top = _day_title(canvas, day, top)
            for item in items:
                top = _room_for(canvas, agenda, top, _height(item))
                top = _item(canvas, agenda, item, top)
        _foot(canvas, agenda)
        canvas.showPage()


def agenda_pdf(agenda: Agenda) -> bytes:
    out = BytesIO()
    draw_agenda(out, agenda)
    return out.getvalue()


def agenda_png(agenda: Agenda) -> bytes:
    """The first page as a picture."""
    return page_as_png(agenda_pdf(agenda), dpi=130)


def agenda_paper(agenda: Agenda) -> Paper:
    """The same words as blocks, for a document."""
    blocks: list[Block] = [Note(line) for line in (agenda.liaison, *agenda.stay) if line]
    for day, items in agenda.by_day():
        blocks.append(Heading(2, [day]))
        for item in items:
            when = span(item.starts_at, item.ends_at, agenda.zone)
            blocks.append(Slot(when, [item.title], [facts_of(item)]))
    return Paper(
        title=[f"{agenda.holder} · {agenda.heading}"], subtitle=[agenda.congress, agenda.days, agenda.code], slogan=(),
        organiser="", foot=agenda.foot, language=agenda.language, demo="演示数据 DEMO" if agenda.demo else "",
        blocks=blocks or [Note(agenda.empty)],
    )  # fmt: skip


def facts_of(item: AgendaItem) -> str:
    return "  ·  ".join(part for part in (item.room, item.seat, item.track, item.status) if part)


def _head(canvas: Canvas, agenda: Agenda) -> float:
    canvas.setFillColor(HOUSE)
    canvas.rect(0, A4[1] - 4 * MM, A4[0], 4 * MM, stroke=0, fill=1)
    size = 34 * MM
    text_width = WIDTH - (size + 6 * MM if agenda.token else 0)
    top = A4[1] - 18 * MM
    canvas.setFillColor(QUIET)
    top -= (
        draw_box(
            canvas, MARGIN, top, f"{agenda.congress}  ·  {agenda.days}", text_width, 12 * MM, largest=11, align="left"
        )
        + 3 * MM
    )
    canvas.setFillColor(INK)
    top -= (
        draw_box(canvas, MARGIN, top, agenda.holder, text_width, 24 * MM, largest=26, bold=True, align="left") + 2 * MM
    )
    canvas.setFillColor(ACCENT)
    draw_line(canvas, MARGIN, top - 5 * MM, f"{agenda.heading}   {agenda.code}", 11, bold=True)
    if agenda.liaison:
        canvas.setFillColor(INK)
        draw_line(canvas, MARGIN, top - 11 * MM, agenda.liaison, 10)
    canvas.setFillColor(INK)
    below = top - (11 if agenda.liaison else 5) * MM
    for line in agenda.stay:
        below -= draw_box(canvas, MARGIN, below - 1.5 * MM, line, text_width, 8 * MM, largest=10, align="left") + 1 * MM
    if agenda.token:
        draw_qr(canvas, A4[0] - MARGIN - size, A4[1] - 15 * MM - size, size, agenda.token)
    return min(top - 14 * MM, below - 4 * MM, A4[1] - 15 * MM - size - 4 * MM)


def _day_title(canvas: Canvas, text: str, top: float) -> float:
    canvas.setFillColor(HOUSE)
    draw_line(canvas, MARGIN, top - 6 * MM, text, 13, bold=True)
    canvas.setStrokeColor(HOUSE)
    canvas.line(MARGIN, top - 8.5 * MM, A4[0] - MARGIN, top - 8.5 * MM)
    return top - 10 * MM


def _height(item: AgendaItem) -> float:
    lines = wrap(item.title, 11.5, WIDTH - TIME_WIDTH, bold=True)
    return (len(lines) * 5.2 + 12) * MM


def _item(canvas: Canvas, agenda: Agenda, item: AgendaItem, top: float) -> float:
    canvas.setFillColor(INK)
    draw_line(canvas, MARGIN, top - 6 * MM, span(item.starts_at, item.ends_at, agenda.zone), 11)
    y = top - 6 * MM
    for line in wrap(item.title, 11.5, WIDTH - TIME_WIDTH, bold=True):
        draw_line(canvas, MARGIN + TIME_WIDTH, y, line, 11.5, bold=True)
        y -= 5.2 * MM
    canvas.setFillColor(QUIET if item.confirmed else DOUBT)
    draw_box(
        canvas, MARGIN + TIME_WIDTH, y + 3.6 * MM, facts_of(item), WIDTH - TIME_WIDTH, 5 * MM, largest=9.5, align="left"
    )
    bottom = top - _height(item)
    canvas.setStrokeColor(RULE)
    canvas.line(MARGIN, bottom + 1 * MM, A4[0] - MARGIN, bottom + 1 * MM)
    return bottom


def _room_for(canvas: Canvas, agenda: Agenda, top: float, height: float) -> float:
    """Where to go on: on this page, or at the top of the next."""
    if top - height > 22 * MM:
        return top
    _foot(canvas, agenda)
    canvas.showPage()
    return A4[1] - 20 * MM


def _foot(canvas: Canvas, agenda: Agenda) -> None:
    canvas.setFillColor(QUIET)
    draw_line(canvas, MARGIN, 13 * MM, agenda.foot, 8)
    draw_line(canvas, A4[0] - MARGIN, 13 * MM, str(canvas.getPageNumber()), 8, align="right")
    if agenda.demo:
        canvas.setFillColor(DOUBT)
        draw_line(canvas, A4[0] - MARGIN, A4[1] - 11 * MM, "演示数据 DEMO", 9, align="right")
