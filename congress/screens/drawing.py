"""A screen as a picture: the preview before a take, and what a playback machine without network shows."""

from io import BytesIO

from congress.foundation.documents.pdf import Canvas, colour, new_pdf
from congress.foundation.documents.picture import page_as_png
from congress.foundation.documents.text import draw_box, draw_line
from congress.foundation.i18n import language
from congress.screens.content import Item, Shown
from congress.screens.states import Scene, Shape

# points; two pixels each make 1920 × 1080 and 3840 × 1080
SIZES = {Shape.WIDE: (960.0, 540.0), Shape.LED: (1920.0, 540.0)}
DPI = 144
GROUND, INK, QUIET, LIGHT = colour("#0e1512"), colour("#f3f5f1"), colour("#a9b5ad"), colour("#f2a057")
MOST_ROWS = 4


def screen_png(shown: Shown, shape: Shape, congress: str) -> bytes:
    """The scene in the shape of the screen."""
    out, (width, height) = BytesIO(), SIZES[shape]
    with new_pdf(out, SIZES[shape], title=shown.title, language=language()) as canvas:
        canvas.setFillColor(GROUND)
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        if shown.scene == Scene.LOGO:
            _logo(canvas, congress, width, height)
        else:
            _scene(canvas, shown, congress, width, height)
    return page_as_png(out.getvalue(), dpi=DPI)


def _logo(canvas: Canvas, congress: str, width: float, height: float) -> None:
    canvas.setFillColor(INK)
    draw_box(canvas, 60, height * 0.62, congress, width - 120, 140, largest=64, bold=True)


def _scene(canvas: Canvas, shown: Shown, congress: str, width: float, height: float) -> None:
    canvas.setFillColor(INK)
    draw_line(canvas, 48, height - 62, shown.title, 34, bold=True)
    canvas.setFillColor(QUIET)
    draw_line(canvas, width - 48, height - 58, congress, 18, align="right")
    across, down = grid_of(len(shown.items), width / height)
    cell_width, cell_height = (width - 96) / across, (height - 130) / down
    for number, item in enumerate(shown.items[: across * down]):
        left, top = 48 + number % across * cell_width, height - 96 - number // across * cell_height
        _item(canvas, item, left, top, cell_width - 20, cell_height - 8)


def _item(canvas: Canvas, item: Item, left: float, top: float, width: float, height: float) -> None:
    canvas.setFillColor(LIGHT)
    top -= draw_box(
        canvas, left, top, item.value, width, height * 0.5, largest=min(84, height * 0.5), bold=True, align="left"
    )
    canvas.setFillColor(INK)
    top -= draw_box(canvas, left, top, item.label, width, height * 0.3, largest=min(26, height * 0.22), align="left")
    canvas.setFillColor(QUIET)
    draw_box(canvas, left, top, item.note, width, height * 0.18, largest=min(18, height * 0.15), align="left")


def grid_of(count: int, ratio: float) -> tuple[int, int]:
    """Columns and rows for so many things on a display of that ratio."""
    widest = 6 if ratio > 2 else 4  # noqa: PLR2004 -- wider than 16:9
    down = 1
    while down < MOST_ROWS and count > down * min(widest, down + 1):
        down += 1
    return min(widest, max(1, -(-count // down))), down
