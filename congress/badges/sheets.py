"""Badges on sheets: one on A6, four or eight on A4, or one on a label."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from congress.badges.cards import Card, draw_landscape, draw_portrait
from congress.foundation.documents.pdf import A4, A6, MM, RULE, Canvas, new_pdf
from congress.foundation.documents.picture import page_as_png


class Sheet(StrEnum):
    A6 = "a6"
    A4_4 = "a4_4"
    A4_8 = "a4_8"
    LABEL = "label"


@dataclass(frozen=True)
class Layout:
    """A page and the cards on it, in points."""

    page: tuple[float, float]
    columns: int
    rows: int
    draw: Callable[[Canvas, Card, float, float, float, float], None]


LAYOUTS = {
    Sheet.A6: Layout(A6, 1, 1, draw_portrait),
    Sheet.A4_4: Layout(A4, 2, 2, draw_portrait),
    Sheet.A4_8: Layout(A4, 2, 4, draw_landscape),
    Sheet.LABEL: Layout((100 * MM, 62 * MM), 1, 1, draw_landscape),
}


def draw_badges(
    out: BinaryIO, cards: Iterable[Card], sheet: Sheet, *, title: str, language: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:  # fmt: skip
    """Draw the cards one after the other and answer how many; `progress` hears after each page."""
    layout = LAYOUTS[sheet]
    width, height = layout.page[0] / layout.columns, layout.page[1] / layout.rows
    done = 0
    with new_pdf(out, layout.page, title=title, language=language) as canvas:
        for group in _in_groups(cards, layout.columns * layout.rows):
            for position, card in enumerate(group):
                column, row = position % layout.columns, position // layout.columns
                # one element a card, so that the structure of thousands stays small
                with canvas.element():
                    layout.draw(canvas, card, column * width, layout.page[1] - (row + 1) * height, width, height)
            _cut_marks(canvas, layout)
            canvas.showPage()
            done += len(group)
            progress(done)
    return done


def _in_groups(cards: Iterable[Card], size: int) -> Iterable[list[Card]]:
    waiting = iter(cards)
    while group := list(islice(waiting, size)):
        yield group


def _cut_marks(canvas: Canvas, layout: Layout) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.3)
    for column in range(1, layout.columns):
        x = layout.page[0] * column / layout.columns
        canvas.line(x, 0, x, layout.page[1])
    for row in range(1, layout.rows):
        y = layout.page[1] * row / layout.rows
        canvas.line(0, y, layout.page[0], y)


def badge_pdf(card: Card, *, language: str) -> bytes:
    out = BytesIO()
    draw_badges(out, [card], Sheet.A6, title=f"{card.congress} {card.name}", language=language)
    return out.getvalue()


def badge_png(card: Card, *, language: str) -> bytes:
    return page_as_png(badge_pdf(card, language=language), dpi=200)
