"""A tagged PDF file with title and language, and the colours of the house."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, BinaryIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen import canvas as reportlab_canvas

from congress.foundation.documents.fonts import register_fonts
from congress.foundation.documents.tagged import Tags

INK = HexColor("#1b1f1d")
QUIET = HexColor("#5c655f")
RULE = HexColor("#c9d1cb")
HOUSE = HexColor("#1f4d3a")
ACCENT = HexColor("#c8591b")
DOUBT = HexColor("#8a5a00")
PAPER = HexColor("#ffffff")
SHUT = HexColor("#e4e6e2")
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A6 = (105 * MM, 148 * MM)


class Canvas(reportlab_canvas.Canvas):
    """reportlab's canvas with a structure beside it (`tagged`): readers aloud follow elements, not ink.

    Text and pictures stand in an `element`; lines and surfaces are artifacts, which nobody reads aloud.
    """

    _code: list[str]
    _doc: Any

    def __init__(self, out: BinaryIO, size: tuple[float, float], *, title: str, language: str) -> None:
        register_fonts()
        # reportlab names its own initial font in every page, without embedding it
        super().__init__(
            out, pagesize=size, pageCompression=1, lang="en" if language == "en" else "zh-CN", initialFontName="Sans"  # type: ignore[arg-type]  # the stubs are wrong: it is a name
        )  # fmt: skip
        self.tags = Tags(self)
        self.setTitle(title)
        self.setAuthor("Congress")
        self.setCreator("Congress")
        self.setViewerPreference("DisplayDocTitle", "true")

    def element(self, kind: str = "P", *, alternative: str = "") -> AbstractContextManager[None]:
        """Everything drawn inside is one element; elements inside an element are part of it."""
        return self.tags.tag(kind, alternative=alternative)

    def rect(self, *arguments: Any, **options: Any) -> None:
        with self.tags.artifact():
            super().rect(*arguments, **options)

    def line(self, *arguments: Any, **options: Any) -> None:
        with self.tags.artifact():
            super().line(*arguments, **options)

    def showPage(self) -> None:  # noqa: N802 -- the name is reportlab's
        super().showPage()
        self.tags.page_done(self._doc.Pages.pages[-1])

    def save(self) -> None:
        if self._code:
            self.showPage()
        self.tags.finish()
        super().save()


@contextmanager
def new_pdf(out: BinaryIO, size: tuple[float, float], *, title: str, language: str) -> Iterator[Canvas]:
    """A canvas that writes to `out` at the end; `language` is `zh` or `en`."""
    canvas = Canvas(out, size, title=title, language=language)
    yield canvas
    canvas.save()


def colour(hex_text: str) -> Color:
    return HexColor(hex_text)
