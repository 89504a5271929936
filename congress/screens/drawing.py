"""A screen as a picture: the preview before a take, and what a playback machine without network shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from congress.foundation.documents.pdf import Canvas, colour, new_pdf
from congress.foundation.documents.picture import page_as_png
from congress.foundation.documents.text import draw_box, draw_line
from congress.foundation.errors import NotFound
from congress.foundation.i18n import language
from congress.screens.content import Item, Shown
from congress.screens.states import Scene, Shape

# points; two pixels each make 1920 × 1080 and 3840 × 1080
SIZES = {Shape.WIDE: (960.0, 540.0), Shape.LED: (1920.0, 540.0)}
DPI = 144
GROUND, INK, QUIET, LIGHT = "#0e1512", "#f3f5f1", "#a9b5ad", "#f2a057"
LARGEST_LOGO = 64
MOST_ROWS = 4
DEMO = "演示数据 DEMO"


@dataclass(frozen=True)
class Poster:
    """A scene as it is put on paper, a picture or a slide."""

    shown: Shown
    shape: Shape
    congress: str
    demo: bool = False


@dataclass(frozen=True)
class Cell:
    """Where one thing stands: points from the upper left corner of the picture."""

    left: float
    top: float
    width: float
    height: float


def cells_of(count: int, shape: Shape) -> list[Cell]:
    """A place for each of so many things, as far as there is room."""
    width, height = SIZES[shape]
    across, down = grid_of(count, width / height)
    cell_width, cell_height = (width - 96) / across, (height - 130) / down
    return [
        Cell(48 + number % across * cell_width, 96 + number // across * cell_height, cell_width - 20, cell_height - 8)
        for number in range(min(count, across * down))
    ]


def pages_of(poster: Poster) -> list[Sequence[Item]]:
    """What stands together on one picture or slide; always at least one, and none that is too full to be read."""
    items = poster.shown.items
    most = max(1, len(cells_of(len(items), poster.shape)))
    return [items[first : first + most] for first in range(0, max(1, len(items)), most)]


def screen_png(poster: Poster, page: int = 1) -> bytes:
    """The scene in the shape of the screen; of one that fills several pictures that page. Raises NotFound."""
    pages = pages_of(poster)
    if not 1 <= page <= len(pages):
        raise NotFound
    out, (width, height) = BytesIO(), SIZES[poster.shape]
    with new_pdf(out, (width, height), title=poster.shown.title, language=language()) as canvas:
        canvas.setFillColor(colour(GROUND))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        if poster.shown.scene == Scene.LOGO:
            _logo(canvas, poster.congress, width, height)
        else:
            _scene(canvas, poster, pages[page - 1], width, height)
            if len(pages) > 1:
                canvas.setFillColor(colour(QUIET))
                draw_line(canvas, 48, 14, f"{page} / {len(pages)}", 14)
        if poster.demo:
            canvas.setFillColor(colour(QUIET))
            draw_line(canvas, width - 48, 14, DEMO, 12, align="right")
    return page_as_png(out.getvalue(), dpi=DPI)


def _logo(canvas: Canvas, congress: str, width: float, height: float) -> None:
    canvas.setFillColor(colour(INK))
    draw_box(canvas, 60, height * 0.62, congress, width - 120, 140, largest=LARGEST_LOGO, bold=True)


def _scene(canvas: Canvas, poster: Poster, items: Sequence[Item], width: float, height: float) -> None:
    canvas.setFillColor(colour(INK))
    draw_line(canvas, 48, height - 62, poster.shown.title, 34, bold=True)
    canvas.setFillColor(colour(QUIET))
    draw_line(canvas, width - 48, height - 58, poster.congress, 18, align="right")
    for item, cell in zip(items, cells_of(len(items), poster.shape), strict=True):
        _item(canvas, item, cell.left, height - cell.top, cell.width, cell.height)


def _item(canvas: Canvas, item: Item, left: float, top: float, width: float, height: float) -> None:
    canvas.setFillColor(colour(LIGHT))
    top -= draw_box(
        canvas, left, top, item.value, width, height * 0.5, largest=min(84, height * 0.5), bold=True, align="left"
    )
    canvas.setFillColor(colour(INK))
    top -= draw_box(canvas, left, top, item.label, width, height * 0.3, largest=min(26, height * 0.22), align="left")
    canvas.setFillColor(colour(QUIET))
    draw_box(canvas, left, top, item.note, width, height * 0.18, largest=min(18, height * 0.15), align="left")


def grid_of(count: int, ratio: float) -> tuple[int, int]:
    """Columns and rows for so many things on a display of that ratio."""
    widest = 6 if ratio > 2 else 4  # noqa: PLR2004 -- wider than 16:9
    down = 1
    while down < MOST_ROWS and count > down * min(widest, down + 1):
        down += 1
    return min(widest, max(1, -(-count // down))), down
