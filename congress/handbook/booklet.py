"""A paper printed as a booklet: cover, contents with page numbers, and its blocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

from congress.foundation.documents.pdf import A4, ACCENT, HOUSE, INK, MM, PAPER, QUIET, RULE, SHUT
from congress.foundation.documents.text import draw_box, draw_line, width_of, wrap
from congress.handbook.blocks import (
    Block,
    DayGrid,
    Heading,
    Names,
    Note,
    Paper,
    Person,
    Prose,
    Rows,
    SeatMap,
    Slot,
    Speaking,
    View,
)
from congress.handbook.grid import draw_day
from congress.handbook.press import A5, LEADING, Entry, Press
from congress.handbook.speech import Speech
from congress.programme.plan import Plan

BODY = 9.0
SMALL = 7.5
SPOKEN = 15.0
WHEN = 21 * MM
PHOTO, VIEW = 20 * MM, 80 * MM
SEAT, WIDEST_SEAT, READABLE = 8 * MM, 24 * MM, 6.0
WHITE = "#ffffff"
ROWS = {1: 9 * MM, 2: 6 * MM}


def print_booklet(out: BinaryIO, paper: Paper, plan: Plan, speech: Speech) -> None:
    """The whole document; it is set twice, since the contents stand before what they list."""
    draft = _set(BytesIO(), paper, plan, speech, [])
    listed = [entry for entry in draft.entries if entry.level in ROWS]
    pages = _pages_of_contents(draft, listed)
    _set(out, paper, plan, speech, [replace(entry, page=entry.page + pages) for entry in listed])


def print_sheets(
    out: BinaryIO, paper: Paper, plan: Plan, speech: Speech, *, landscape: bool = False, body: float = BODY
) -> None:
    """The blocks alone on A4, under their title."""
    size = (A4[1], A4[0]) if landscape else A4
    press = Press(
        out, size, title=" ".join(paper.title), language=paper.language, foot=paper.foot, demo=paper.demo,
        margin=18 * MM,
    )  # fmt: skip
    press.heading(1, paper.title)
    for line in paper.subtitle:
        press.lines(line, body, colour=QUIET)
    for block in paper.blocks:
        _print(Job(press, plan, speech, paper, body), block)
    press.save()


def _set(out: BinaryIO, paper: Paper, plan: Plan, speech: Speech, listed: Sequence[Entry]) -> Press:
    press = Press(out, A5, title=" ".join(paper.title), language=paper.language, foot=paper.foot, demo=paper.demo)
    _cover(press, paper)
    if listed:
        _contents(press, paper, listed)
    for block in paper.blocks:
        _print(Job(press, plan, speech, paper, BODY), block)
    press.save()
    return press


def _cover(press: Press, paper: Paper) -> None:
    canvas, (width, height) = press.canvas, A5
    with press.tags.artifact():
        canvas.setFillColor(HOUSE)
        canvas.rect(0, height * 0.36, width, height * 0.64, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        canvas.rect(0, height * 0.36 - 2 * MM, width, 2 * MM, stroke=0, fill=1)
    top, inner = height * 0.86, width - 2 * press.margin
    with press.tags.tag("H1"):
        canvas.setFillColor(WHITE)
        top -= draw_box(canvas, press.margin, top, paper.title[0], inner, 46 * MM, largest=30, bold=True, align="left")
        for line in paper.title[1:]:
            top -= 2 * MM
            top -= draw_box(canvas, press.margin, top, line, inner, 20 * MM, largest=14, align="left")
    with press.tags.tag("P"):
        top -= 8 * MM
        for line in paper.slogan:
            top -= draw_box(canvas, press.margin, top, line, inner, 14 * MM, largest=13, align="left") + 2 * MM
    low = height * 0.36 - 14 * MM
    with press.tags.tag("P"):
        canvas.setFillColor(INK)
        for position, line in enumerate(paper.subtitle):
            size = 13 if position == 0 else 10
            low -= draw_box(
                canvas, press.margin, low, line, inner, 14 * MM, largest=size, bold=position == 0, align="left"
            ) + 1.5 * MM  # fmt: skip
    if paper.mark:
        with press.tags.tag("P"):
            canvas.setFillColor(WHITE)
            mark, above = " ".join(paper.mark), height * 0.36 + 18 * MM
            draw_box(canvas, press.margin, above, mark, inner, 12 * MM, largest=18, bold=True, align="left")
    with press.tags.tag("P"):
        canvas.setFillColor(QUIET)
        if paper.organiser:
            draw_box(canvas, press.margin, 30 * MM, paper.organiser, inner, 10 * MM, largest=9, align="left")
        draw_line(canvas, press.margin, 14 * MM, paper.foot, 7)
    press.touch()
    press.end_page(foot=False)


def _pages_of_contents(press: Press, listed: Sequence[Entry]) -> int:
    """How many pages the contents take; each entry is one line."""
    pages, y = 1, press.top - 20 * MM
    for entry in listed:
        if y - ROWS[entry.level] < press.bottom:
            pages, y = pages + 1, press.top
        y -= ROWS[entry.level]
    return pages


def _contents(press: Press, paper: Paper, listed: Sequence[Entry]) -> None:
    with press.tags.tag("H1"):
        press.line(" ".join(paper.contents), 20, bold=True, colour=HOUSE)
    press.y = press.top - 20 * MM
    with press.tags.group("TOC"):
        for entry in listed:
            if press.y - ROWS[entry.level] < press.bottom:
                press.end_page()
            _contents_line(press, entry)
    press.end_page()


def _contents_line(press: Press, entry: Entry) -> None:
    canvas, chief = press.canvas, entry.level == 1
    size, indent = (10.5, 0.0) if chief else (8.5, 5 * MM)
    press.y -= ROWS[entry.level]
    with press.tags.tag("TOCI"):
        canvas.setFillColor(HOUSE if chief else INK)
        room = press.width - indent - 12 * MM
        shown = fit_line(entry.text, size, room, bold=chief)
        draw_line(canvas, press.margin + indent, press.y + 2 * MM, shown, size, bold=chief)
        press.right(str(entry.page), size, y=press.y + 2 * MM, bold=chief)
    with press.tags.artifact():
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.setDash(0.6, 2)
        start = press.margin + indent + press.text_width(shown, size, bold=chief) + 2 * MM
        canvas.line(start, press.y + 2 * MM, press.margin + press.width - 9 * MM, press.y + 2 * MM)
        canvas.setDash()
    canvas.linkRect(
        "", entry.key, (press.margin, press.y, press.margin + press.width, press.y + ROWS[entry.level]), relative=0
    )
    press.touch()


def fit_line(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """As much of the text as one line takes, with dots where something is left out."""
    lines = wrap(text, size, width, bold=bold)
    if len(lines) <= 1:
        return text
    return wrap(text, size, width - size, bold=bold)[0] + "…"


@dataclass(frozen=True)
class Job:
    """What every block is printed with."""

    press: Press
    plan: Plan
    speech: Speech
    paper: Paper
    body: float


def _print(job: Job, block: Block) -> None:
    PRINTERS[type(block)](job, block)


def _heading(job: Job, block: Heading) -> None:
    job.press.heading(block.level, block.lines, fresh=block.fresh)


def _prose(job: Job, block: Prose) -> None:
    for paragraph in block.text.split("\n"):
        if paragraph.strip():
            job.press.lines(paragraph, job.body + 0.5)
        job.press.space(1.5 * MM)


def _note(job: Job, block: Note) -> None:
    job.press.lines(block.text, SMALL, colour=QUIET)
    job.press.space(1.5 * MM)


def _rows(job: Job, block: Rows) -> None:
    job.press.space(1.5 * MM)
    job.press.table(block.head, block.rows, block.widths, job.body)
    job.press.space(4 * MM)


def _grid(job: Job, block: DayGrid) -> None:
    """The pages of the grid lie on their side."""
    press = job.press
    press.fresh_page()
    upright = press.size
    press.turn((max(upright), min(upright)))
    if block.chapter:
        press.heading(1, block.chapter, follows=0)
    draw_day(press, job.plan, job.speech, block.day, most_rooms=5, continued=job.paper.continued)
    press.fresh_page()
    press.turn(upright)


def _slot(job: Job, slot: Slot) -> None:
    """Time at the left, everything else beside it; head and facts stay together, a long abstract may run over."""
    press, body = job.press, job.body
    inner = press.width - WHEN
    title = wrap(slot.title[0], body, inner, bold=True)
    more = [line for text in slot.title[1:] for line in wrap(text, body - 1, inner)]
    facts = [line for text in slot.facts if text for line in wrap(text, SMALL, inner)]
    height = (len(title) * body + len(more) * (body - 1) + len(facts) * SMALL) * LEADING + 3 * MM
    press.need(height)
    press.rule()
    press.y -= 1 * MM
    top = press.y
    with press.tags.group("LI"):
        with press.tags.tag("Lbl"):
            press.canvas.setFillColor(HOUSE)
            draw_line(press.canvas, press.margin, top - body * (LEADING - 0.35), slot.when, body - 0.5, bold=True)
        with press.tags.tag("LBody"):
            for line in title:
                press.line(line, body, bold=True, indent=WHEN)
            for line in more:
                press.line(line, body - 1, indent=WHEN)
            for line in facts:
                press.line(line, SMALL, indent=WHEN, colour=QUIET)
        if slot.text:
            for paragraph in slot.text.split("\n"):
                if paragraph.strip():
                    press.lines(paragraph, SMALL, indent=WHEN)
    press.y -= 1.5 * MM


def _person(job: Job, person: Person) -> None:
    """Name, office and biography; a photo stands at the left of them."""
    press, body = job.press, job.body
    beside = PHOTO + 4 * MM if person.photo else 0.0
    press.need(max((body * (1 + len(person.office)) + 3 * SMALL) * LEADING, PHOTO + 2 * MM if person.photo else 0))
    press.rule()
    press.y -= 1 * MM
    low, page = press.y, press.page
    if person.photo:
        top = press.y - 1 * MM
        low = top - press.picture(person.photo, width=PHOTO, height=PHOTO, top=top, alternative=person.name[0])
    press.lines(" ".join(person.name), body + 2, bold=True, colour=HOUSE, kind="H3", indent=beside)
    for line in person.office:
        press.lines(line, SMALL + 0.5, colour=QUIET, indent=beside)
    for paragraph in person.text.split("\n"):
        if paragraph.strip():
            press.lines(paragraph, body - 0.5, indent=beside)
    if press.page == page:
        press.y = min(press.y, low)
    press.y -= 2 * MM


def _view(job: Job, view: View) -> None:
    """A picture under its name, both on one page."""
    press, name = job.press, " ".join(view.name)
    press.need(VIEW + 14 * MM)
    press.lines(name, job.body + 1, bold=True, colour=HOUSE, kind="H3")
    press.space(2 * MM)
    press.y -= press.picture(view.picture, width=press.width, height=VIEW, top=press.y, alternative=name) + 6 * MM


def _names(job: Job, names: Names) -> None:
    """Two columns, read along the lines; each entry is as high as it needs."""
    press, body = job.press, job.body
    gap = 6 * MM
    width = (press.width - gap) / 2
    with press.tags.group("L"):
        for start in range(0, len(names.people), 2):
            pair = [_wrapped(name, office, body, width) for name, office in names.people[start : start + 2]]
            height = max(len(lines) for lines in pair) * body * 1.35 + 1.5 * MM
            press.need(height)
            for column, lines in enumerate(pair):
                with press.tags.tag("LI"):
                    for number, (line, bold) in enumerate(lines):
                        press.canvas.setFillColor(INK if bold else QUIET)
                        size = body if bold else SMALL
                        x = press.margin + column * (width + gap)
                        draw_line(press.canvas, x, press.y - body * (1 + number * 1.35), line, size, bold=bold)
            press.y -= height
            press.touch()


def _wrapped(name: str, office: str, body: float, width: float) -> list[tuple[str, bool]]:
    lines = [(line, True) for line in wrap(name, body, width, bold=True)]
    return lines + [(line, False) for line in wrap(office, SMALL, width)]


def _speaking(job: Job, block: Speaking) -> None:
    """Large and loose, to be read at arm's length; the cue above it is small."""
    press = job.press
    words = [line for text in block.words.split("\n") for line in wrap(text, SPOKEN, press.width)]
    press.need(min(len(words), 4) * SPOKEN * LEADING + 8 * MM)
    press.lines(block.cue, BODY, bold=True, colour=ACCENT)
    press.space(1 * MM)
    for paragraph in block.words.split("\n"):
        press.lines(paragraph, SPOKEN)
    press.space(6 * MM)


def _seats(job: Job, block: SeatMap) -> None:
    """A block of seats; a row is never torn, and rows that go on on another page keep their numbers."""
    press = job.press
    edge = 8 * MM if block.numbered else 0.0
    columns = max(len(row) for row in block.rows)
    width = min((press.width - edge) / columns, WIDEST_SEAT)
    left = press.margin + edge + (press.width - edge - width * columns) / 2
    # whole where a page holds it, else at least two rows under the name
    head, page = 16 * MM, press.top - press.bottom
    whole = head + len(block.rows) * SEAT
    press.need(whole if whole <= page else head + 2 * SEAT)
    press.space(3 * MM)
    title = " ".join(block.name)
    with press.tags.tag("H3"):
        press.line(title, job.body + 1, bold=True, colour=HOUSE)
    with press.tags.artifact():
        press.y -= 6 * MM if block.front else 2 * MM
        if block.front:
            press.canvas.setFillColor(QUIET)
            middle = left + width * columns / 2
            draw_line(press.canvas, middle, press.y + 2 * MM, f"▲ {block.front}", SMALL, align="centre")
    with press.tags.group("Table"):
        for number, row in enumerate(block.rows, start=1):
            if press.y - SEAT < press.bottom:
                press.end_page()
                with press.tags.artifact():
                    press.line(f"{title} {job.paper.continued}", job.body, bold=True, colour=HOUSE)
            with press.tags.group("TR"):
                if block.numbered:
                    with press.tags.tag("TH"):
                        press.canvas.setFillColor(QUIET)
                        y = press.y - SEAT / 2 - SMALL * 0.36
                        draw_line(press.canvas, left - 2 * MM, y, str(number), SMALL, align="right")
                for column, name in enumerate(row):
                    _seat(press, left + column * width, width, name, str(column + 1) if block.numbered else "")
            press.y -= SEAT
            press.touch()
    press.y -= 2 * MM


def _seat(press: Press, x: float, width: float, name: str | None, number: str) -> None:
    canvas = press.canvas
    with press.tags.artifact():
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(RULE)
        canvas.setFillColor(SHUT if name is None else PAPER)
        canvas.rect(x + 0.6, press.y - SEAT + 0.6, width - 1.2, SEAT - 1.2, stroke=1, fill=1)
    with press.tags.tag("TD"):
        canvas.setFillColor(INK if name else QUIET)
        shown = "×" if name is None else name or number
        size, lines = _in_seat(shown, width - 3, 9.5 if name else SMALL - 1.5, bold=bool(name))
        for position, line in enumerate(lines):
            y = press.y - SEAT / 2 - size * (0.36 - (len(lines) - 1 - 2 * position) * 0.55)
            draw_line(canvas, x + width / 2, y, line, size, bold=bool(name), align="centre")


def _in_seat(text: str, width: float, largest: float, *, bold: bool) -> tuple[float, list[str]]:
    """On one line where that can be read, else on as many as the seat takes."""
    single = min(largest, width / max(width_of(text, bold=bold), 0.001))
    if single >= READABLE:
        return single, [text]
    size = READABLE + 1
    while len(lines := wrap(text, size, width, bold=bold, name=True)) * size * 1.1 > SEAT - 2:
        size *= 0.93
    return size, lines


PRINTERS: dict[type, Callable[[Job, Any], None]] = {
    Heading: _heading, Prose: _prose, Note: _note, Slot: _slot, Person: _person, Names: _names, Rows: _rows,
    Speaking: _speaking, DayGrid: _grid, SeatMap: _seats, View: _view,
}  # fmt: skip
