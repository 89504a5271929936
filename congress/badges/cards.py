"""What a badge shows, and how: readable at two metres, the band's colour also said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from reportlab.lib.utils import ImageReader

from congress.badges.qr import draw_qr
from congress.foundation.documents.pdf import DOUBT, INK, MM, PAPER, QUIET, RULE, Canvas, colour
from congress.foundation.documents.text import draw_box, draw_line
from congress.foundation.i18n import LazyString, _l


class Design(StrEnum):
    """How the badges of a category are laid out, on every sheet."""

    STANDARD = "standard"
    HONOUR = "honour"
    DUTY = "duty"


DESIGN_NAMES: Mapping[Design, LazyString] = {
    Design.STANDARD: _l("Standard: band below"),
    Design.HONOUR: _l("Guest of honour: the name larger, the band narrow"),
    Design.DUTY: _l("On duty: the category large at the top"),
}


@dataclass(frozen=True)
class Measures:
    """Of a whole badge 105 mm wide, or 74 mm high where it lies: the band, the largest name, and the side of the QR."""

    band: float
    name: float
    code: float
    band_on_top: bool = False
    # whoever is on duty looks after others
    liaison: bool = True


PORTRAIT = {
    Design.STANDARD: Measures(17, 22, 42),
    Design.HONOUR: Measures(12, 30, 34),
    Design.DUTY: Measures(28, 18, 36, band_on_top=True, liaison=False),
}
# on a label no smaller code is read from 150 dots an inch
LANDSCAPE = {
    Design.STANDARD: Measures(11, 14, 42),
    Design.HONOUR: Measures(8, 18, 42),
    Design.DUTY: Measures(16, 12, 42, band_on_top=True, liaison=False),
}


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
    # a JPEG, three by four, of whoever gave one; on upright badges, at the left of the code
    photo: bytes = b""
    design: Design = Design.STANDARD
    demo: bool = False


def draw_portrait(canvas: Canvas, card: Card, x: float, y: float, width: float, height: float) -> None:
    """A6 upright: congress, name, unit and school, QR; the band below, or above where the design says so."""
    made, unit = PORTRAIT[card.design], width / 105
    band = made.band * unit
    margin = 7 * unit
    inner = width - 2 * margin
    canvas.setFillColor(INK)
    head = y + height - (band if made.band_on_top else 0)
    foot = y + (0 if made.band_on_top else band)
    top = head - 7 * unit
    top -= draw_box(canvas, x + margin, top, card.congress, inner, 8 * unit, largest=5.2 * unit, bold=True)
    canvas.setFillColor(QUIET)
    top -= draw_box(canvas, x + margin, top - unit, card.days, inner, 5 * unit, largest=3.3 * unit) + 2 * unit
    canvas.setStrokeColor(RULE)
    canvas.line(x + margin, top - unit, x + width - margin, top - unit)
    canvas.setFillColor(INK)
    name_top, largest = top - 4 * unit, made.name * unit
    used = draw_box(
        canvas, x + margin, name_top, card.name, inner, 1.45 * largest, largest=largest, bold=True, leading=1.15,
        name=True,
    )  # fmt: skip
    side = made.code * unit
    _lines(
        canvas, card, x + margin, name_top - max(used, 0.9 * largest) - 1.5 * unit, inner, foot + side + 6 * unit,
        each=10 * unit, largest=5.2 * unit, align="centre",
    )  # fmt: skip
    draw_qr(canvas, x + (width - side) / 2, foot + 6 * unit, side, card.token)
    if card.photo:
        _photo(canvas, card, x + margin, foot + 6 * unit + side, (width - side) / 2 - margin - 2 * unit)
    canvas.setFillColor(QUIET)
    draw_line(canvas, x + width / 2, foot + 3.2 * unit, _number(card), 3.6 * unit, align="centre")
    _band(canvas, card, x, head if made.band_on_top else y, width, band)
    _marks(canvas, card, x, head, width, unit)


def _photo(canvas: Canvas, card: Card, x: float, top: float, width: float) -> None:
    height = width * 4 / 3
    with canvas.element("Figure", alternative=card.name):
        canvas.drawImage(ImageReader(BytesIO(card.photo)), x, top - height, width, height)


def draw_landscape(canvas: Canvas, card: Card, x: float, y: float, width: float, height: float) -> None:
    """A7 or a label, lying: text at the left, QR at the right; the band below, or above."""
    made, unit = LANDSCAPE[card.design], height / 74
    band = made.band * unit
    margin = 5 * unit
    side = min(made.code * unit, width * 0.42)
    inner = width - side - 2 * margin - unit
    canvas.setFillColor(QUIET)
    head = y + height - (band if made.band_on_top else 0)
    foot = y + (0 if made.band_on_top else band)
    top = head - 5 * unit
    top -= draw_box(
        canvas, x + margin, top, f"{card.congress}  {card.days}", width - 2 * margin, 6 * unit, largest=3.6 * unit,
        align="left",
    )  # fmt: skip
    canvas.setFillColor(INK)
    name_top, largest = top - 2.5 * unit, made.name * unit
    used = draw_box(
        canvas, x + margin, name_top, card.name, inner, 1.85 * largest, largest=largest, bold=True, align="left",
        leading=1.15, name=True,
    )  # fmt: skip
    _lines(
        canvas, card, x + margin, name_top - max(used, 0.86 * largest) - unit, inner, foot + unit, each=7.5 * unit,
        largest=3.9 * unit, align="left",
    )  # fmt: skip
    draw_qr(canvas, x + width - side - margin / 2, foot + 4.5 * unit, side, card.token)
    canvas.setFillColor(QUIET)
    right = x + width - margin / 2 - side / 2
    draw_line(canvas, right, foot + 2.4 * unit, _number(card), 2.9 * unit, align="centre")
    _band(canvas, card, x, head if made.band_on_top else y, width, band)
    _marks(canvas, card, x, head, width, unit * 0.8)


def _lines(
    canvas: Canvas, card: Card, x: float, top: float, width: float, bottom: float, *, each: float, largest: float,
    align: str,
) -> None:  # fmt: skip
    """Unit, school and seat, of which none is higher than its share of what is left above `bottom`."""
    lines = [
        (text, size)
        for text, size in (
            (card.title, 0.92), (card.organisation, 1), (card.school, 1), (card.delegation, 0.85), (card.seat, 0.85),
        )
        if text
    ]  # fmt: skip
    for number, (text, size) in enumerate(lines):
        share = max(0.0, top - bottom) / (len(lines) - number)
        top -= draw_box(canvas, x, top, text, width, min(each, share), largest=size * largest, align=align)


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
    """Whom the wearer can call, where the layout asks for it, and on demo badges that all of this is made up."""
    inner = width - 6 * unit
    if card.demo:
        canvas.setFillColor(DOUBT)
        draw_line(canvas, x + width - 3 * unit, top - 4.2 * unit, "演示数据 DEMO", 2.8 * unit, align="right")
        inner -= 27 * unit
    if PORTRAIT[card.design].liaison:
        canvas.setFillColor(INK)
        draw_box(
            canvas, x + 3 * unit, top - 1.4 * unit, card.liaison, inner, 5.4 * unit, largest=3.4 * unit, align="left"
        )
