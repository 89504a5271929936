"""The certificate of attendance: one page, with the code and the address at which it can be checked."""

from io import BytesIO

from congress.attendance.models import Certificate
from congress.attendance.register import Presence
from congress.badges.qr import draw_link
from congress.foundation.documents.pdf import A4, ACCENT, DOUBT, HOUSE, INK, MM, QUIET, Canvas, new_pdf
from congress.foundation.documents.text import draw_box, draw_line
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import congress_days, local_date, public_link
from congress.programme.models import Congress
from congress.registration.models import Registration

PAGE = (A4[1], A4[0])
MOST_FORUMS = 8


def draw_certificate(
    certificate: Certificate, registration: Registration, congress: Congress, presence: Presence, *, organiser: str
) -> bytes:
    """In the language that is set."""
    out = BytesIO()
    title = str(_("Certificate of attendance"))
    width, height = PAGE
    middle = width / 2
    with new_pdf(out, PAGE, title=f"{title} {registration.name}", language=language()) as canvas:
        canvas.setStrokeColor(HOUSE)
        canvas.setLineWidth(1.5)
        canvas.rect(12 * MM, 12 * MM, width - 24 * MM, height - 24 * MM, stroke=1, fill=0)
        canvas.setFillColor(HOUSE)
        with canvas.element("H1"):
            draw_line(canvas, middle, height - 42 * MM, title, 34, bold=True, align="centre")
        canvas.setFillColor(ACCENT)
        canvas.rect(middle - 12 * MM, height - 49 * MM, 24 * MM, 1 * MM, stroke=0, fill=1)
        canvas.setFillColor(INK)
        draw_box(
            canvas, 40 * MM, height - 56 * MM, registration.name, width - 80 * MM, 22 * MM, largest=30, bold=True,
            name=True,
        )  # fmt: skip
        told = _(
            "attended %(congress)s (%(days)s) as %(category)s.",
            congress=pick(congress.title_zh, congress.title_en), days=congress_days(congress),
            category=pick(registration.category.name_zh, registration.category.name_en),
        )  # fmt: skip
        draw_box(canvas, 35 * MM, height - 82 * MM, str(told), width - 70 * MM, 16 * MM, largest=14)
        _forums(canvas, presence, height - 102 * MM, width)
        _foot(canvas, certificate, organiser, width)
        if congress.is_demo:
            canvas.setFillColor(DOUBT)
            draw_line(canvas, middle, height - 20 * MM, "演示数据 DEMO", 9, align="centre")
    return out.getvalue()


def _forums(canvas: Canvas, presence: Presence, top: float, width: float) -> None:
    """The forums that the person was in; where there are too many for the page, how many more."""
    if not presence.forums:
        return
    canvas.setFillColor(QUIET)
    draw_line(canvas, 40 * MM, top, str(_("Forums attended")), 10)
    canvas.setFillColor(INK)
    for forum in presence.forums[:MOST_FORUMS]:
        top -= 6 * MM
        text = f"{local_date(forum.starts_at)}  {pick(forum.title_zh, forum.title_en)}"
        draw_box(canvas, 40 * MM, top + 4 * MM, text, width - 110 * MM, 5.5 * MM, largest=11, align="left")
    more = len(presence.forums) - MOST_FORUMS
    if more > 0:
        draw_line(canvas, 40 * MM, top - 6 * MM, str(_("and %(count)s more", count=more)), 11)


def _foot(canvas: Canvas, certificate: Certificate, organiser: str, width: float) -> None:
    address = public_link("attendance.certificate", code=certificate.code)
    draw_link(canvas, width - 55 * MM, 24 * MM, 34 * MM, address)
    canvas.setFillColor(INK)
    draw_line(canvas, 40 * MM, 40 * MM, organiser, 13, bold=True)
    canvas.setFillColor(QUIET)
    lines = (
        _("Issued on %(day)s", day=local_date(certificate.issued_at)),
        _("Code %(code)s", code=grouped(certificate.code)),
        _("Anybody can check it at %(address)s", address=address),
    )
    for number, line in enumerate(lines):
        draw_line(canvas, 40 * MM, 34 * MM - number * 5 * MM, str(line), 9)


def grouped(code: str) -> str:
    """In fours, as a person reads it out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
