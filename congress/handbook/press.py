"""Laying blocks on pages: margins, running feet, headings with bookmarks, lists that break where they should."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader

from congress.foundation.documents.pdf import ACCENT, DOUBT, HOUSE, INK, MM, QUIET, RULE, Canvas
from congress.foundation.documents.text import draw_line, width_of, wrap

A5 = (148 * MM, 210 * MM)
HEADINGS = {1: 20.0, 2: 13.0, 3: 10.5}
LEADING = 1.45


@dataclass
class Entry:
    """A line of the contents."""

    level: int
    text: str
    page: int
    key: str


class Press:
    """One document while it is printed; `y` is where the next block begins, from below."""

    def __init__(
        self, out: BinaryIO, size: tuple[float, float], *, title: str, language: str, foot: str, demo: str = "",
        margin: float = 15 * MM,
    ) -> None:  # fmt: skip
        self.canvas = Canvas(out, size, title=title, language=language)
        self.tags = self.canvas.tags
        self.size, self.margin, self.foot, self.demo = size, margin, foot, demo
        self.width = size[0] - 2 * margin
        self.top, self.bottom = size[1] - margin, margin + 8 * MM
        self.y = self.top
        self.page = 1
        self.entries: list[Entry] = []
        self.running = ""
        self._fresh = True

    # pages

    def end_page(self, *, foot: bool = True) -> None:
        if foot:
            self._draw_foot()
        self.canvas.showPage()
        self.page += 1
        self.y = self.top
        self._fresh = True

    def need(self, height: float) -> None:
        """Go on at the top of the next page unless so much room is left."""
        if self.y - height < self.bottom and not self._fresh:
            self.end_page()

    def touch(self) -> None:
        """Something was drawn on this page by hand."""
        self._fresh = False

    def fresh_page(self) -> None:
        if not self._fresh:
            self.end_page()

    def turn(self, size: tuple[float, float]) -> None:
        """The pages from here on have another size; only at the top of a page."""
        self.size = size
        self.canvas.setPageSize(size)
        self.width = size[0] - 2 * self.margin
        self.top, self.bottom = size[1] - self.margin, self.margin + 8 * MM
        self.y = self.top

    def save(self) -> None:
        self.fresh_page()
        self.canvas.save()

    def _draw_foot(self) -> None:
        with self.tags.artifact():
            y = self.margin - 3 * MM
            self.canvas.setStrokeColor(RULE)
            self.canvas.setLineWidth(0.4)
            self.canvas.line(self.margin, y + 4 * MM, self.size[0] - self.margin, y + 4 * MM)
            self.canvas.setFillColor(QUIET)
            number, foot = str(self.page), self.foot
            outer = self.page % 2 == 1
            draw_line(
                self.canvas, self.size[0] - self.margin if outer else self.margin, y, number, 9, bold=True,
                align="right" if outer else "left",
            )  # fmt: skip
            draw_line(
                self.canvas, self.margin if outer else self.size[0] - self.margin, y, foot, 6.5,
                align="left" if outer else "right",
            )  # fmt: skip
            if self.demo:
                self.canvas.setFillColor(DOUBT)
                draw_line(self.canvas, self.size[0] / 2, self.size[1] - 7 * MM, self.demo, 7, align="centre")

    # text

    def space(self, height: float) -> None:
        if not self._fresh:
            self.y -= height

    def line(self, text: str, size: float, *, bold: bool = False, indent: float = 0.0, colour: Color = INK) -> None:
        """One line that surely fits."""
        self.canvas.setFillColor(colour)
        self.y -= size * LEADING
        draw_line(self.canvas, self.margin + indent, self.y + size * 0.35, text, size, bold=bold)
        self._fresh = False

    def lines(
        self, text: str, size: float, *, bold: bool = False, indent: float = 0.0, colour: Color = INK, kind: str = "P"
    ) -> None:
        """A text in as many lines as it takes, on as many pages; never one line alone at either end of a page."""
        wrapped = wrap(text, size, self.width - indent, bold=bold)
        while wrapped:
            fits = max(0, int((self.y - self.bottom) / (size * LEADING)))
            if fits < len(wrapped) and (fits < 2 or len(wrapped) - fits < 2):  # noqa: PLR2004 -- widows and orphans
                fits = max(0, min(fits, len(wrapped) - 2))
            if fits < min(2, len(wrapped)) and not self._fresh:
                self.end_page()
                continue
            part, wrapped = wrapped[: max(fits, 1)], wrapped[max(fits, 1) :]
            with self.tags.tag(kind):
                for one in part:
                    self.line(one, size, bold=bold, indent=indent, colour=colour)
            if wrapped:
                self.end_page()

    def heading(self, level: int, lines: Sequence[str], *, fresh: bool = False, follows: float = 30 * MM) -> None:
        """A heading that stays with what follows, has its bookmark, and stands in the contents."""
        size = HEADINGS[level]
        if fresh:
            self.fresh_page()
        self.need(size * LEADING * len(lines) + follows)
        self.space({1: 6, 2: 5, 3: 3}[level] * MM)
        key = f"h{len(self.entries)}"
        text = " ".join(lines)
        self.canvas.bookmarkHorizontalAbsolute(key, self.y + 2 * MM)
        depth = min(level - 1, (self.entries[-1].level if self.entries else 0))
        self.canvas.addOutlineEntry(text, key, level=depth, closed=depth == 0 and level == 1)
        self.entries.append(Entry(level, text, self.page, key))
        with self.tags.tag(f"H{level}"):
            for position, line in enumerate(lines):
                for part in wrap(line, size if position == 0 else size * 0.62, self.width, bold=position == 0):
                    self.line(
                        part, size if position == 0 else size * 0.62, bold=position == 0,
                        colour=HOUSE if level < 3 else INK,  # noqa: PLR2004 -- the smallest heading is quiet
                    )  # fmt: skip
        if level == 1:
            with self.tags.artifact():
                self.canvas.setFillColor(ACCENT)
                self.canvas.rect(self.margin, self.y - 1.5 * MM, 16 * MM, 1 * MM, stroke=0, fill=1)
            self.y -= 5 * MM

    def picture(self, content: bytes, *, width: float, height: float, top: float, alternative: str) -> float:
        """Draw a picture from `top` down at the left margin, as large as the box allows; answers its height."""
        image = ImageReader(BytesIO(content))
        across, down = image.getSize()
        scale = min(width / across, height / down)
        with self.tags.tag("Figure", alternative=alternative):
            self.canvas.drawImage(image, self.margin, top - down * scale, across * scale, down * scale, mask="auto")
        self.touch()
        return float(down * scale)

    def rule(self, *, colour: Color = RULE) -> None:
        with self.tags.artifact():
            self.canvas.setStrokeColor(colour)
            self.canvas.setLineWidth(0.4)
            self.canvas.line(self.margin, self.y, self.size[0] - self.margin, self.y)

    # tables

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> None:
        """Rows in columns; a row is never torn, and the head is said again on each page."""
        whole = sum(widths)
        columns = [self.width * share / whole for share in widths]

        def say_head() -> None:
            self._row(head, columns, size, bold=True, again=None)

        with self.tags.group("Table"):
            say_head()
            for row in rows:
                self._row(row, columns, size, bold=False, again=say_head)

    def _row(
        self, cells: Sequence[str], columns: Sequence[float], size: float, *, bold: bool,
        again: Callable[[], None] | None,
    ) -> None:  # fmt: skip
        gap = 1.6 * MM
        wrapped = [
            [line for part in cell.split("\n") for line in (wrap(part, size, width - 2 * gap, bold=bold) or [""])]
            for cell, width in zip(cells, columns, strict=True)
        ]
        height = max(len(lines) for lines in wrapped) * size * 1.3 + 2 * gap
        if self.y - height < self.bottom and not self._fresh:
            self.end_page()
            if again is not None:
                again()
        if bold:
            with self.tags.artifact():
                self.canvas.setFillColor(HOUSE)
                self.canvas.rect(self.margin, self.y - height, self.width, height, stroke=0, fill=1)
        x = self.margin
        with self.tags.group("TR"):
            for lines, width in zip(wrapped, columns, strict=True):
                with self.tags.tag("TH" if bold else "TD"):
                    self.canvas.setFillColor("#ffffff" if bold else INK)
                    for number, line in enumerate(lines):
                        y = self.y - gap - size * (0.95 + number * 1.3)
                        draw_line(self.canvas, x + gap, y, line, size, bold=bold)
                x += width
        self.y -= height
        self._fresh = False
        self.rule()

    def right(self, text: str, size: float, *, y: float, bold: bool = False) -> None:
        draw_line(self.canvas, self.size[0] - self.margin, y, text, size, bold=bold, align="right")

    def text_width(self, text: str, size: float, *, bold: bool = False) -> float:
        return width_of(text, bold=bold) * size
