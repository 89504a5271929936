"""Text on a page: never markup, always whole. It is split by font, measured, shrunk and wrapped to its box."""

import unicodedata
from functools import lru_cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics

from congress.foundation.documents.fonts import SERIF, font_for, is_whole_in_serif, register_font
from congress.foundation.documents.pdf import Canvas

SMALLEST = 5.0
MISSING = "〓"
FIRST_CJK = 0x2E80
BETWEEN_NAMES = set("·•・‧")
OPENING = "（《「『“‘【"
CLOSING = "，。；：、！？）》」』”’·…"


@lru_cache(maxsize=8192)
def runs(text: str, *, bold: bool = False, serif: bool = False) -> tuple[tuple[str, str], ...]:
    """`((font, part), …)`: neighbouring characters that one font draws. `serif` asks for the song type, which is
    used where it has the whole text.
    """
    if serif and is_whole_in_serif(text):
        register_font(SERIF)
        return ((SERIF, text),)
    drawn = [_drawn(character, bold=bold) for character in text]
    for font in {font for font, _sign in drawn}:
        register_font(font)
    return tuple(
        (font, "".join(character for _font, character in group))
        for font, group in groupby((pair for pair in drawn if pair[1]), key=lambda pair: pair[0])
    )


def _drawn(character: str, *, bold: bool) -> tuple[str, str]:
    """The font and what it draws: names are checked where they are typed, but an imported programme may hold
    anything. A sign that no font has becomes the printer's mark for a missing one, what nobody can see nothing.
    """
    font = font_for(character, bold=bold)
    if font is not None:
        return font, character
    unseen = unicodedata.category(character)[0] in "CM"
    return ("SansBold" if bold else "Sans"), "" if unseen else MISSING


@lru_cache(maxsize=8192)
def width_of(text: str, *, bold: bool = False, serif: bool = False) -> float:
    """The width in units of the font size."""
    return float(sum(pdfmetrics.stringWidth(part, font, 1) for font, part in runs(text, bold=bold, serif=serif)))


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, size: float, *, bold: bool = False, align: str = "left",
    serif: bool = False,
) -> None:  # fmt: skip
    """One line with its baseline at `y`; `x` is its left edge, middle or right edge."""
    if not text:
        return
    offset = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    drawn = canvas.beginText(x - width_of(text, bold=bold, serif=serif) * size * offset, y)
    for font, part in runs(text, bold=bold, serif=serif):
        drawn.setFont(font, size)
        drawn.textOut(part)
    with canvas.element():
        canvas.drawText(drawn)


def wrap(text: str, size: float, width: float, *, bold: bool = False, name: bool = False) -> list[str]:
    """Lines no wider than `width`: broken at spaces, between Chinese characters, and inside a long word at need.

    A `name` is rather broken behind its dots, where it has some. No line ends in a hyphen: readers of the text
    would take it for the printer's and drop it.
    """
    lines: list[str] = []
    line, taken, most = "", 0.0, width / size
    for piece in _parts(text) if name and set(text) & BETWEEN_NAMES else _pieces(text):
        if not line or taken + width_of(piece.rstrip(), bold=bold) <= most:
            line += piece
            taken += width_of(piece, bold=bold)
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
            taken = width_of(line, bold=bold)
        while taken > most and len(line) > 1 and width_of(line.rstrip(), bold=bold) > most:
            cut = next((n for n in range(len(line) - 1, 0, -1) if width_of(line[:n], bold=bold) <= most), 1)
            while cut > 1 and line[cut - 1] == "-":
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
            taken = width_of(line, bold=bold)
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; a Chinese character is a piece of its own, marks stay with what they mark."""
    pieces: list[str] = []
    for character in text:
        begins = not pieces or pieces[-1].endswith(" ") or _is_wide(character) or _is_wide(pieces[-1][-1])
        if begins and not (pieces and (character in CLOSING or pieces[-1][-1] in OPENING)):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _parts(text: str) -> list[str]:
    """What stands between spaces and dots, each with the mark behind it."""
    parts = [""]
    for character in text:
        parts[-1] += character
        if character in BETWEEN_NAMES or character == " ":
            parts.append("")
    return [part for part in parts if part]


def _is_wide(character: str) -> bool:
    return ord(character) >= FIRST_CJK


@lru_cache(maxsize=4096)
def fit(
    text: str, width: float, height: float, *, largest: float, smallest: float = SMALLEST, bold: bool = False,
    leading: float = 1.2, name: bool = False,
) -> tuple[float, tuple[str, ...]]:  # fmt: skip
    """The size and the lines with which the whole text stands in the box; one line is preferred where it is readable.

    At the smallest size the text may be higher than the box rather than lose a character.
    """
    single = min(largest, width / max(width_of(text, bold=bold), 0.001))
    if single >= largest * 0.5 and single * leading <= height:
        return single, (text,)
    size = largest
    while size > smallest:
        lines = wrap(text, size, width, bold=bold, name=name)
        if len(lines) * size * leading <= height:
            return size, tuple(lines)
        size *= 0.93
    return smallest, tuple(wrap(text, smallest, width, bold=bold, name=name))


def draw_box(
    canvas: Canvas, x: float, top: float, text: str, width: float, height: float, *, largest: float,
    bold: bool = False, align: str = "centre", leading: float = 1.2, name: bool = False,
) -> float:  # fmt: skip
    """Fit the text into the box whose upper edge is `top`; answers the height that it took."""
    if not text:
        return 0.0
    size, lines = fit(text, width, height, largest=largest, bold=bold, leading=leading, name=name)
    edge = {"left": x, "centre": x + width / 2, "right": x + width}[align]
    with canvas.element():
        for number, line in enumerate(lines):
            draw_line(canvas, edge, top - size * (0.88 + number * leading), line, size, bold=bold, align=align)
    return len(lines) * size * leading
