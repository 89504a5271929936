"""The agreement on paper: what was agreed, between whom, and who signed how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab.lib.utils import ImageReader

from congress.badges.qr import draw_link
from congress.foundation.documents.pdf import A4, ACCENT, DOUBT, HOUSE, INK, MM, QUIET, RULE, Canvas, new_pdf
from congress.foundation.documents.text import draw_box, draw_line, wrap

MARGIN = 24 * MM
WIDTH = A4[0] - 2 * MARGIN
LABEL_WIDTH = 32 * MM
BOTTOM = 28 * MM
CODE = 24 * MM


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    """One party's block."""

    party: str
    role: str
    signatory: str
    how: str
    at: str
    png: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Everything on the page, in the reader's language."""

    heading: str
    title: str
    congress: str
    language: str
    facts: Sequence[tuple[str, str]]
    planned_label: str
    planned: str
    parties_label: str
    parties: Sequence[tuple[str, str, str]]
    signatures_label: str
    signatures: Sequence[SignatureLine]
    unsigned: str
    text_hash_label: str
    text_hash: str
    verify_label: str
    verify_link: str
    seal_note: str
    printed: datetime
    demo: bool = False


class _Page:
    """Where the pen stands."""

    def __init__(self, canvas: Canvas, agreement: Agreement) -> None:
        self.canvas, self.agreement, self.top = canvas, agreement, A4[1] - 30 * MM
        self._frame()

    def _frame(self) -> None:
        canvas = self.canvas
        canvas.setFillColor(HOUSE)
        canvas.rect(0, A4[1] - 3 * MM, A4[0], 3 * MM, stroke=0, fill=1)
        canvas.setFillColor(QUIET)
        draw_line(canvas, MARGIN, 14 * MM, self.agreement.seal_note, 8)
        draw_line(canvas, A4[0] - MARGIN, 14 * MM, str(canvas.getPageNumber()), 8, align="right")
        if self.agreement.demo:
            canvas.setFillColor(DOUBT)
            draw_line(canvas, A4[0] - MARGIN, A4[1] - 12 * MM, "演示数据 DEMO", 10, align="right")

    def need(self, height: float) -> None:
        if self.top - height < BOTTOM:
            self.canvas.showPage()
            self.top = A4[1] - 24 * MM
            self._frame()

    def heading(self, text: str) -> None:
        self.need(24 * MM)
        self.top -= 6 * MM
        self.canvas.setFillColor(HOUSE)
        draw_line(self.canvas, MARGIN, self.top - 4 * MM, text, 12, bold=True)
        self.top -= 8 * MM

    def pair(self, label: str, text: str) -> None:
        lines = wrap(text or "–", 10.5, WIDTH - LABEL_WIDTH)
        self.need(len(lines) * 5.6 * MM + 3 * MM)
        self.canvas.setFillColor(QUIET)
        draw_line(self.canvas, MARGIN, self.top - 5 * MM, label, 10)
        self.canvas.setFillColor(INK)
        for number, line in enumerate(lines):
            draw_line(self.canvas, MARGIN + LABEL_WIDTH, self.top - (5 + number * 5.6) * MM, line, 10.5)
        self.top -= len(lines) * 5.6 * MM + 2.4 * MM
        self.canvas.setStrokeColor(RULE)
        self.canvas.line(MARGIN, self.top, A4[0] - MARGIN, self.top)

    def paragraph(self, text: str) -> None:
        self.canvas.setFillColor(INK)
        for part in text.split("\n"):
            for line in wrap(part, 10.5, WIDTH) or [""]:
                self.need(6 * MM)
                self.canvas.setFillColor(INK)
                draw_line(self.canvas, MARGIN, self.top - 4.5 * MM, line, 10.5)
                self.top -= 5.8 * MM


def draw_agreement(agreement: Agreement) -> bytes:
    """The PDF without its seal."""
    out = BytesIO()
    with new_pdf(out, A4, title=f"{agreement.heading} – {agreement.title}", language=agreement.language) as canvas:
        page = _Page(canvas, agreement)
        canvas.setFillColor(QUIET)
        draw_box(canvas, MARGIN, page.top + 8 * MM, agreement.congress, WIDTH, 7 * MM, largest=10)
        canvas.setFillColor(ACCENT)
        draw_box(canvas, MARGIN, page.top - 1 * MM, agreement.heading, WIDTH, 9 * MM, largest=14, bold=True)
        canvas.setFillColor(INK)
        used = draw_box(canvas, MARGIN, page.top - 11 * MM, agreement.title, WIDTH, 26 * MM, largest=20, bold=True)
        page.top -= 14 * MM + used
        for label, text in agreement.facts:
            page.pair(label, text)
        page.heading(agreement.parties_label)
        for role, name, uscc in agreement.parties:
            page.pair(role, f"{name}  {uscc}".rstrip())
        if agreement.planned:
            page.heading(agreement.planned_label)
            page.paragraph(agreement.planned)
        page.heading(agreement.signatures_label)
        for signature in agreement.signatures:
            _signature(page, signature)
        if not agreement.signatures:
            page.paragraph(agreement.unsigned)
        page.need(CODE + 4 * MM)
        draw_link(canvas, MARGIN, page.top - CODE - 2 * MM, CODE, agreement.verify_link)
        canvas.setFillColor(QUIET)
        beside = (agreement.verify_label, agreement.verify_link, f"{agreement.text_hash_label} {agreement.text_hash}")
        for number, line in enumerate(beside):
            draw_line(canvas, MARGIN + CODE + 3 * MM, page.top - (9 + 5 * number) * MM, line, 7)
        canvas.showPage()
    return out.getvalue()


def _signature(page: _Page, signature: SignatureLine) -> None:
    height = 30 * MM if signature.png else 15 * MM
    page.need(height)
    canvas = page.canvas
    canvas.setFillColor(INK)
    draw_box(
        canvas,
        MARGIN,
        page.top - 2 * MM,
        f"{signature.role}  {signature.party}",
        WIDTH,
        6 * MM,
        largest=10.5,
        bold=True,
        align="left",
    )
    canvas.setFillColor(QUIET)
    line = f"{signature.signatory}  ·  {signature.how}  ·  {signature.at}"
    draw_box(canvas, MARGIN, page.top - 8 * MM, line, WIDTH, 5 * MM, largest=9.5, align="left")
    if signature.png:
        with canvas.element("Figure", alternative=signature.signatory):
            canvas.drawImage(
                ImageReader(BytesIO(signature.png)), MARGIN, page.top - 28 * MM, width=50 * MM, height=14 * MM,
                preserveAspectRatio=True, anchor="sw", mask="auto",
            )  # fmt: skip
    page.top -= height
    canvas.setStrokeColor(RULE)
    canvas.line(MARGIN, page.top, A4[0] - MARGIN, page.top)
