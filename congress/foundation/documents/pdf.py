"""A tagged PDF file with title and language, and the colours of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFPage, PDFString
from reportlab.pdfgen import canvas as reportlab_canvas

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

# what a page's dictionary may hold besides, for its place in the structure
PAGE_ENTRIES = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Canvas(reportlab_canvas.Canvas):
    """reportlab's canvas with a structure beside it (ISO 32000 14.7): readers aloud follow elements, not ink.

    Text and pictures stand in an `element`; lines and surfaces are artifacts, which nobody reads aloud.
    """

    _code: list[str]
    _doc: Any

    def __init__(self, out: BinaryIO, size: tuple[float, float], *, language: str) -> None:
        # reportlab names its own initial font in every page, without embedding it
        super().__init__(out, pagesize=size, pageCompression=1, lang=language, initialFontName="Sans")  # type: ignore[arg-type]  # the stubs are wrong: it is a name
        self._inside = False
        self._here: list[tuple[str, str]] = []
        self._kids: list[Any] = []
        self._parents: list[Any] = []
        self._root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        self._whole = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document")})

    @contextmanager
    def element(self, kind: str = "P", *, alternative: str = "") -> Iterator[None]:
        """Everything drawn inside is one element; elements inside an element are part of it."""
        if self._inside:
            yield
            return
        self._inside = True
        self._code.append(f"/{kind} <</MCID {len(self._here)}>> BDC")
        self._here.append((kind, alternative))
        yield
        self._code.append("EMC")
        self._inside = False

    @contextmanager
    def artifact(self) -> Iterator[None]:
        if not self._inside:
            self._code.append("/Artifact BMC")
        yield
        if not self._inside:
            self._code.append("EMC")

    def rect(self, *arguments: Any, **options: Any) -> None:
        with self.artifact():
            super().rect(*arguments, **options)

    def line(self, *arguments: Any, **options: Any) -> None:
        with self.artifact():
            super().line(*arguments, **options)

    def showPage(self) -> None:  # noqa: N802 -- the name is reportlab's
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = PAGE_ENTRIES
        page.StructParents, page.Tabs = len(self._parents), PDFName("S")
        made = [self._element(page, number, *one) for number, one in enumerate(self._here)]
        self._kids += made
        self._parents.append(self._doc.Reference(PDFArray(made)))
        self._here = []

    def _element(self, page: PDFPage, number: int, kind: str, alternative: str) -> Any:
        entries = {
            "Type": PDFName("StructElem"), "S": PDFName(kind), "P": self._doc.Reference(self._whole),
            "Pg": self._doc.Reference(page), "K": number,
        }  # fmt: skip
        if alternative:
            entries["Alt"] = PDFString(alternative)
        return self._doc.Reference(PDFDictionary(entries))

    def save(self) -> None:
        if self._code:
            self.showPage()
        self._whole.dict |= {"P": self._doc.Reference(self._root), "K": PDFArray(self._kids)}
        numbers = [part for number, parent in enumerate(self._parents) for part in (number, parent)]
        self._root.dict |= {
            "K": self._doc.Reference(self._whole),
            "ParentTree": self._doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)})),
            "ParentTreeNextKey": len(self._parents),
        }
        self._doc.Catalog.StructTreeRoot = self._root
        self._doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        super().save()


@contextmanager
def new_pdf(out: BinaryIO, size: tuple[float, float], *, title: str, language: str) -> Iterator[Canvas]:
    """A canvas that writes to `out` at the end; `language` is `zh` or `en`."""
    register_fonts()
    canvas = Canvas(out, size, language="en" if language == "en" else "zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor("Congress")
    canvas.setCreator("Congress")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    yield canvas
    canvas.save()


def colour(hex_text: str) -> Color:
    return HexColor(hex_text)
