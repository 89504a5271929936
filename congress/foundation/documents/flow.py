"""A pen that moves down an A4 page and turns it when it is full: lines, tables, bars, tiles."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from reportlab.lib.colors import Color, linearlyInterpolatedColor

from congress.foundation.documents.pdf import A4, HOUSE, INK, MM, PAPER, QUIET, RULE, SHUT, Canvas
from congress.foundation.documents.text import draw_box, draw_line, wrap

MARGIN = 22 * MM
WIDTH = A4[0] - 2 * MARGIN
LOWEST = 24 * MM
LEADING = 1.45
# between two columns
GUTTER = 9
# of a bar's row: its name; of what is left, the longest bar
NAME_ROOM, BAR_ROOM = 0.36, 0.62
TILE = 27 * MM
TILE_GAP = 1.5 * MM


@dataclass(frozen=True)
class Column:
    """A column of a table: `share` of the width beside the others; numbers stand on the right."""

    title: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True)
class Bar:
    """A name, a length in any unit, and how it is said."""

    name: str
    value: int
    shown: str


@dataclass(frozen=True)
class Tile:
    """A square of a map of tiles; without a value it is there and empty."""

    name: str
    column: int
    row: int
    value: int | None
    shown: str


def bars_height(bars: Sequence[Bar], width: float, size: float) -> float:
    return sum(len(_bar_lines(bar, width, size)) * size * LEADING + 3 for bar in bars)


def _bar_lines(bar: Bar, width: float, size: float) -> list[str]:
    return wrap(bar.name, size, width * NAME_ROOM - 6) or [""]


def draw_bars(canvas: Canvas, x: float, top: float, width: float, bars: Sequence[Bar], *, size: float = 9) -> None:
    """Bars below one another, each in proportion to the longest."""
    largest, room = max((bar.value for bar in bars), default=0), width * NAME_ROOM
    for bar in bars:
        lines = _bar_lines(bar, width, size)
        length = (width - room) * BAR_ROOM * bar.value / largest if largest > 0 else 0
        canvas.setFillColor(HOUSE)
        canvas.rect(x + room, top - size, max(length, 0.6), size, stroke=0, fill=1)
        canvas.setFillColor(INK)
        for number, line in enumerate(lines):
            draw_line(canvas, x, top - size * (0.85 + number * LEADING), line, size)
        draw_line(canvas, x + room + length + 4, top - size * 0.85, bar.shown, size)
        top -= len(lines) * size * LEADING + 3


def tiles_height(tiles: Sequence[Tile]) -> float:
    return (max((tile.row for tile in tiles), default=-1) + 1) * (TILE + TILE_GAP)


def draw_tiles(canvas: Canvas, x: float, top: float, tiles: Sequence[Tile]) -> None:
    """Squares, the darker the more; each carries its name and its figure, so that colour alone says nothing."""
    largest = max((tile.value or 0 for tile in tiles), default=0)
    for tile in tiles:
        left, upper = x + tile.column * (TILE + TILE_GAP), top - tile.row * (TILE + TILE_GAP)
        depth = (tile.value or 0) / largest if largest else 0.0
        canvas.setFillColor(linearlyInterpolatedColor(SHUT, HOUSE, 0, 1, depth))
        canvas.rect(left, upper - TILE, TILE, TILE, stroke=0, fill=1)
        canvas.setFillColor(PAPER if depth > 0.5 else INK)  # noqa: PLR2004 -- where white reads better than ink
        draw_box(canvas, left + 2, upper - 3 * MM, tile.name, TILE - 4, 11 * MM, largest=11, bold=True)
        draw_box(canvas, left + 2, upper - 15 * MM, tile.shown, TILE - 4, 10 * MM, largest=9.5)


class Flow:
    """`foot` stands below every page, before its number."""

    def __init__(self, canvas: Canvas, foot: Sequence[str]) -> None:
        self.canvas, self.foot, self.number, self.top = canvas, [part for part in foot if part], 0, 0.0
        self.turn()

    def turn(self) -> None:
        if self.number:
            self.canvas.showPage()
        self.number += 1
        self.canvas.setFillColor(HOUSE)
        self.canvas.rect(0, A4[1] - 4 * MM, A4[0], 4 * MM, stroke=0, fill=1)
        self.canvas.setFillColor(QUIET)
        foot = "  ·  ".join([*self.foot, str(self.number)])
        draw_line(self.canvas, A4[0] - MARGIN, 14 * MM, foot, 8, align="right")
        self.top = A4[1] - 20 * MM

    def room(self, height: float) -> None:
        """Turn the page unless so much still stands on this one."""
        if self.top - height < LOWEST:
            self.turn()

    def lines(
        self, text: str, size: float, *, bold: bool = False, colour: Color = INK, gap: float = 0, kind: str = "P"
    ) -> None:
        """The text wrapped to the page, with `gap` below; a heading stays with what follows it."""
        if kind != "P":
            self.room(size * 5)
        for line in wrap(text, size, WIDTH, bold=bold):
            self.room(size)
            self.canvas.setFillColor(colour)
            with self.canvas.element(kind):
                draw_line(self.canvas, MARGIN, self.top - size, line, size, bold=bold)
            self.top -= size * LEADING
        self.top -= gap

    def row(self, cells: Sequence[str]) -> None:
        """A name on the left, and a figure on the right where there is one."""
        columns = [Column("", 0.68), Column("", 0.32, number=True)][: len(cells)]
        self._row(columns, cells, 12, kind="P", group=self.canvas.tags.group("Div"))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, size: float = 9) -> None:
        """A table whose head stands again on every page that it reaches."""
        with self.canvas.tags.group("Table"):
            self._head(columns, size)
            for cells in rows:
                page = self.number
                self.room(self._height(columns, cells, size))
                if self.number != page:
                    self._head(columns, size)
                self._row(columns, cells, size, kind="TD", group=self.canvas.tags.group("TR"))

    def _head(self, columns: Sequence[Column], size: float) -> None:
        titles = [column.title for column in columns]
        self.room(self._height(columns, titles, size) + 4 * size)
        self._row(columns, titles, size, kind="TH", group=self.canvas.tags.group("TR"), bold=True)

    def _cells(
        self, columns: Sequence[Column], cells: Sequence[str], size: float, *, bold: bool = False
    ) -> list[list[str]]:
        whole = sum(column.share for column in columns)
        return [
            wrap(cell, size, WIDTH * column.share / whole - GUTTER, bold=bold)
            for column, cell in zip(columns, cells, strict=True)
        ]

    def _height(self, columns: Sequence[Column], cells: Sequence[str], size: float) -> float:
        return max(len(lines) for lines in self._cells(columns, cells, size, bold=True)) * size * LEADING + 5

    def _row(
        self, columns: Sequence[Column], cells: Sequence[str], size: float, *, kind: str,
        group: AbstractContextManager[None], bold: bool = False,
    ) -> None:  # fmt: skip
        drawn, whole = self._cells(columns, cells, size, bold=bold), sum(column.share for column in columns)
        height = max(len(lines) for lines in drawn) * size * LEADING
        self.room(height)
        self.canvas.setFillColor(INK)
        left = MARGIN
        with group:
            for column, lines in zip(columns, drawn, strict=True):
                width = WIDTH * column.share / whole
                gap = 0 if column is columns[-1] else GUTTER
                edge, align = (left + width - gap, "right") if column.number else (left, "left")
                with self.canvas.element(kind):
                    for number, line in enumerate(lines):
                        baseline = self.top - size * (1 + number * LEADING)
                        draw_line(self.canvas, edge, baseline, line, size, bold=bold, align=align)
                left += width
        self.top -= height
        self.canvas.setStrokeColor(RULE)
        self.canvas.line(MARGIN, self.top - 1, A4[0] - MARGIN, self.top - 1)
        self.top -= 5

    def bars(self, bars: Sequence[Bar]) -> None:
        self.room(bars_height(bars, WIDTH, 9))
        draw_bars(self.canvas, MARGIN, self.top, WIDTH, bars)
        self.top -= bars_height(bars, WIDTH, 9)

    def tiles(self, tiles: Sequence[Tile]) -> None:
        self.room(tiles_height(tiles))
        draw_tiles(self.canvas, MARGIN, self.top, tiles)
        self.top -= tiles_height(tiles)
