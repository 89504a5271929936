"""A screen as slides, for a house whose playback machine takes nothing else: every text on them can be edited."""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from congress.foundation.documents.text import fit
from congress.foundation.i18n import _, language
from congress.screens.content import Item
from congress.screens.drawing import (
    DEMO,
    GROUND,
    INK,
    LARGEST_LOGO,
    LIGHT,
    QUIET,
    SIZES,
    Cell,
    Poster,
    cells_of,
    pages_of,
)
from congress.screens.states import Scene

# the face of a Chinese office; a machine that lacks it takes its own
FACE = "Microsoft YaHei"
TITLE_ONLY = 5
# PowerPoint's own faces run wider than those the size is measured with
SPARE = 0.92
LEADING = 1.2


def screen_pptx(poster: Poster, *, as_of: str) -> bytes:
    """What is on the screen; more than one slide holds goes on on the next."""
    deck = Presentation()
    width, height = SIZES[poster.shape]
    deck.slide_width, deck.slide_height = Pt(width), Pt(height)
    properties = deck.core_properties
    properties.title, properties.author = f"{poster.congress} · {poster.shown.title}", "Congress"
    properties.language = "zh-CN" if language() == "zh" else "en"
    if poster.shown.scene == Scene.LOGO:
        _slide(deck, poster, poster.congress, Cell(60, height * 0.38, width - 120, 140), as_of, largest=LARGEST_LOGO)
    else:
        for items in pages_of(poster):
            slide = _slide(deck, poster, poster.shown.title, Cell(48, 28, width * 0.6, 48), as_of, largest=34)
            _write(slide, poster.congress, Cell(width * 0.65, 40, width * 0.35 - 48, 28), QUIET, largest=18, right=True)
            for item, cell in zip(items, cells_of(len(items), poster.shape), strict=True):
                _item(slide, item, cell)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Any, poster: Poster, title: str, cell: Cell, as_of: str, *, largest: float) -> Any:
    """A slide with its title, and at its foot how old it is."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(GROUND)
    _fill(slide.shapes.title, title, cell, INK, largest=largest, bold=True, centred=poster.shown.scene == Scene.LOGO)
    width, height = SIZES[poster.shape]
    words = [str(_("As of %(time)s", time=as_of)), *([DEMO] if poster.demo else [])]
    _write(slide, "  ·  ".join(words), Cell(48, height - 34, width - 96, 22), QUIET, largest=12, right=True)
    return slide


def _item(slide: Any, item: Item, cell: Cell) -> None:
    """Value, label and note one below the other, each no higher than its part of the cell."""
    top = cell.top
    for text, paint, part, largest in (
        (item.value, LIGHT, 0.5, 84), (item.label, INK, 0.3, 26), (item.note, QUIET, 0.18, 18),
    ):  # fmt: skip
        place = Cell(cell.left, top, cell.width, part * cell.height)
        top += _write(slide, text, place, paint, largest=largest, bold=paint is LIGHT) if text else 0


def _write(
    slide: Any, text: str, cell: Cell, paint: str, *, largest: float, bold: bool = False, right: bool = False
) -> float:
    """The height that the text takes."""
    box = slide.shapes.add_textbox(Pt(cell.left), Pt(cell.top), Pt(cell.width), Pt(cell.height))
    return _fill(box, text, cell, paint, largest=largest, bold=bold, right=right)


def _fill(
    box: Any, text: str, cell: Cell, paint: str, *, largest: float, bold: bool = False, right: bool = False,
    centred: bool = False,
) -> float:  # fmt: skip
    box.left, box.top, box.width, box.height = (Pt(side) for side in (cell.left, cell.top, cell.width, cell.height))
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size, lines = fit(text, cell.width * SPARE, cell.height, largest=largest, bold=bold, leading=LEADING)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FACE
    run.font.color.rgb = _rgb(paint)
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 -- python-pptx has no word for the face of Chinese, nor for a language
    properties.set("lang", "zh-CN" if language() == "zh" else "en-GB")
    properties.append(properties.makeelement(qn("a:ea"), {"typeface": FACE}))
    return len(lines) * size * LEADING


def _rgb(paint: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(paint.removeprefix("#")))  # type: ignore[no-untyped-call]  # python-pptx tells none
