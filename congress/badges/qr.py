"""QR codes, quickly: alphanumeric mode and one fixed mask, since trying all eight takes most of the time."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

from congress.foundation.documents.pdf import Canvas
from congress.foundation.link_codes import QUIET_ZONE, link_matrix

MASK = 3
ALPHANUMERIC: Final = 2  # the mode indicator of ISO 18004
TOKEN_VERSION = 6  # 41×41 modules hold a token of 128 characters at level M


@lru_cache(maxsize=256)
def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of dark modules, without the quiet zone.

    Raises:
        ValueError: a character that alphanumeric mode does not have.
    """
    code = qrcode.QRCode(version=TOKEN_VERSION, error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    code.add_data(QRData(text, mode=ALPHANUMERIC), optimize=0)
    code.make(fit=len(text) > 130)  # noqa: PLR2004 -- a longer text finds its own version
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def draw_qr(canvas: Canvas, x: float, y: float, size: float, text: str) -> None:
    """The code with its quiet zone in the square whose lower left corner is (x, y); a one-bit image in the page."""
    _draw_rows(canvas, x, y, size, qr_matrix(text))


def draw_link(canvas: Canvas, x: float, y: float, size: float, link: str) -> None:
    """The code of an address, drawn like a badge's."""
    _draw_rows(canvas, x, y, size, link_matrix(link))


def _draw_rows(canvas: Canvas, x: float, y: float, size: float, rows: Sequence[Sequence[bool]]) -> None:
    count = len(rows)
    stride = (count + 7) // 8
    bits = b"".join(
        int("".join("0" if dark else "1" for dark in row).ljust(stride * 8, "1"), 2).to_bytes(stride, "big")
        for row in rows
    )
    margin = size * QUIET_ZONE / (count + 2 * QUIET_ZONE)
    with canvas.element("Figure", alternative="QR"):
        _draw(canvas, x, y, size, margin, f"BI /W {count} /H {count} /BPC 1 /CS /G /F /AHx ID {bits.hex()}> EI")


def _draw(canvas: Canvas, x: float, y: float, size: float, margin: float, image: str) -> None:
    inner = size - 2 * margin
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(x, y, size, size, stroke=0, fill=1)
    canvas.translate(x + margin, y + margin)
    canvas.scale(inner, inner)
    canvas._code.append(image)  # noqa: SLF001 -- reportlab has no call for an image inside the page
    canvas.restoreState()
