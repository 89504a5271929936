"""A PDF file with title and language, and the colours of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from congress.foundation.documents.fonts import register_fonts

INK = HexColor("#1b1f1d")
QUIET = HexColor("#5c655f")
RULE = HexColor("#c9d1cb")
HOUSE = HexColor("#1f4d3a")
ACCENT = HexColor("#c8591b")
DOUBT = HexColor("#8a5a00")
PAPER = HexColor("#ffffff")
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A6 = (105 * MM, 148 * MM)


@contextmanager
def new_pdf(out: BinaryIO, size: tuple[float, float], *, title: str, language: str) -> Iterator[Canvas]:
    """A canvas that writes to `out` at the end; `language` is `zh` or `en`."""
    register_fonts()
    # without a first font of ours each page would name one that is not embedded
    canvas = Canvas(
        out,
        pagesize=size,
        pageCompression=1,
        lang="en" if language == "en" else "zh-CN",
        initialFontName="Sans",  # type: ignore[arg-type]  # the stubs take the name for a number
    )
    canvas.setTitle(title)
    canvas.setAuthor("Congress")
    canvas.setCreator("Congress")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    yield canvas
    canvas.save()


def colour(hex_text: str) -> Color:
    return HexColor(hex_text)
