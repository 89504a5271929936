"""What a badge shows, and how: readable at two metres, the band's colour also said in words."""

from dataclasses import dataclass

from congress.badges.qr import draw_qr
from congress.foundation.documents.pdf import DOUBT, INK, MM, PAPER, QUIET, RULE, Canvas, colour
from congress.foundation.documents.text import draw_box, draw_line


@dataclass(frozen=True, kw_only=True)
class Card:
    """One badge as it is drawn; nothing here is looked up."""

    name: str
    organisation: str
    title: str
    school: str
    category: str
    category_en: str
    colour: str
    token: str
    number: int
    code: str
    congress: str
    days: str
    liaison: str = ""
    delegation: str = ""
    # where somebody sits, as far as it is decided
    seat: str = ""
    demo: bool = False


def draw_portrait(canvas: Canvas, card: Card, x: float, y: float, width: float, height: float) -> None:
    """A6 upright: congress, name, unit and school, QR, band."""
    unit = width / 105
    band = 17 * unit
    margin = 7 * unit
    inner = width - 2 * margin
    canvas.setFillColor(INK)
    top = y + height - 7 * unit
    top -= draw_box(canvas, x + margin, top, card.congress, inner, 8 * unit, largest=5.2 * unit, bold=True)
    canvas.setFillColor(QUIET)
    top -= draw_box(canvas, x + margin, top - unit, card.days, inner, 5 * unit, largest=3.3 * unit) + 2 * unit
    canvas.setStrokeColor(RULE)
    canvas.line(x + margin, top - unit, x + width - margin, top - unit)
    canvas.setFillColor(INK)
    name_top = top - 4 * unit
    used = draw_box(
        canvas, x + margin, name_top, card.name, inner, 32 * unit, largest=22 * unit, bold=True, leading=1.15, name=True
    )
    top = name_top - max(used, 20 * unit) - 1.5 * unit
    for text, largest in (
        (card.title, 4.8), (card.organisation, 5.2), (card.school, 5.2), (card.delegation, 4.4), (card.seat, 4.4),
    ):  # fmt: skip
        top -= draw_box(canvas, x + margin, top, text, inner, 10 * unit, largest=largest * unit)
    size = 42 * unit
    draw_qr(canvas, x + (width - size) / 2, y + band + 6 * unit, size, card.token)
    canvas.setFillColor(QUIET)
    draw_line(canvas, x + width / 2, y + band + 3.2 * unit, _number(card), 3.6 * unit, align="centre")
    _band(canvas, card, x, y, width, band)
    _marks(canvas, card, x, y + height, width, unit)


def draw_landscape(canvas: Canvas, card: Card, x: float, y: float, width: float, height: float) -> None:
    """A7 or a label, lying: text at the left, QR at the right, band below."""
    unit = height / 74
    band = 11 * unit
    margin = 5 * unit
    size = min(42 * unit, width * 0.42)
    inner = width - size - 2 * margin - unit
    canvas.setFillColor(QUIET)
    top = y + height - 5 * unit
    top -= draw_box(
        canvas,
        x + margin,
        top,
        f"{card.congress}  {card.days}",
        width - 2 * margin,
        6 * unit,
        largest=3.6 * unit,
        align="left",
    )
    canvas.setFillColor(INK)
    name_top = top - 2.5 * unit
    used = draw_box(
        canvas,
        x + margin,
        name_top,
        card.name,
        inner,
        26 * unit,
        largest=14 * unit,
        bold=True,
        align="left",
        leading=1.15,
        name=True,
    )
    top = name_top - max(used, 12 * unit) - unit
    for text, largest in (
        (card.title, 3.6), (card.organisation, 3.9), (card.school, 3.9), (card.delegation, 3.6), (card.seat, 3.6),
    ):  # fmt: skip
        top -= draw_box(canvas, x + margin, top, text, inner, 7.5 * unit, largest=largest * unit, align="left")
    draw_qr(canvas, x + width - size - margin / 2, y + band + 4.5 * unit, size, card.token)
    canvas.setFillColor(QUIET)
    right = x + width - margin / 2 - size / 2
    draw_line(canvas, right, y + band + 2.4 * unit, _number(card), 2.9 * unit, align="centre")
    _band(canvas, card, x, y, width, band)
    _marks(canvas, card, x, y + height, width, unit * 0.8)


def _number(card: Card) -> str:
    return f"No. {card.number:05d}   {card.code}"


def _band(canvas: Canvas, card: Card, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillColor(colour(card.colour))
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillColor(PAPER)
    word = card.category if card.category == card.category_en else f"{card.category}  {card.category_en}"
    draw_box(
        canvas, x + 3 * MM, y + height * 0.82, word, width - 6 * MM, height * 0.8, largest=height * 0.52, bold=True
    )


def _marks(canvas: Canvas, card: Card, x: float, top: float, width: float, unit: float) -> None:
    """The liaison's name, and on demo badges that all of this is made up."""
    if card.demo:
        canvas.setFillColor(DOUBT)
        draw_line(canvas, x + width - 3 * unit, top - 4.2 * unit, "演示数据 DEMO", 2.8 * unit, align="right")
    if card.liaison:
        canvas.setFillColor(QUIET)
        draw_line(canvas, x + 3 * unit, top - 4.2 * unit, card.liaison, 2.8 * unit)
