"""A slip on paper: what changed, and a line to sign for each paper that is to be printed again."""

from io import BytesIO

from congress.changes.models import ChangeSlip
from congress.changes.rules import FIELD_NAMES, KIND_NAMES, PAPER_NAMES, Kind, Paper
from congress.changes.words import value_words
from congress.foundation.documents.pdf import A4, MM, QUIET
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import local_time
from congress.handbook.press import Press
from congress.programme.models import Congress

FIELD_WIDTHS = (40 * MM, 65 * MM, 65 * MM)
TASK_WIDTHS = (70 * MM, 60 * MM, 40 * MM)


def draw_slip(slip: ChangeSlip, congress: Congress, titles: dict[str, str], *, organiser: str) -> bytes:
    """In the language that is set; `titles` are those of categories and forums."""
    out = BytesIO()
    title = _("Change slip No. %(number)s", number=slip.id)
    edition = pick(congress.title_zh, congress.title_en)
    press = Press(
        out, A4, title=f"{edition} {title}", language=language(),
        foot=f"{organiser} · {local_time(slip.written_at, with_year=True)}",
        demo="演示数据 DEMO" if congress.is_demo else "",
    )  # fmt: skip
    press.heading(1, [str(title), edition])
    who = slip.registration
    press.lines(f"{who.name}  {who.organisation}  {who.code}  {KIND_NAMES[Kind(slip.kind)]}", 11)
    press.lines(str(_("Papers in the order in which they are handed out")), 9, colour=QUIET)
    press.space(3 * MM)
    fields = [
        (str(FIELD_NAMES[name]), value_words(name, slip.before.get(name), titles), value_words(name, value, titles))
        for name, value in slip.after.items()
    ]
    if fields:
        press.table(
            [str(_("Field that changed")), str(_("Before the change")), str(_("After the change"))],
            fields,
            FIELD_WIDTHS,
            9,
        )
        press.space(4 * MM)
    tasks = [
        (
            str(PAPER_NAMES[Paper(task.paper)]),
            task.done_name,
            local_time(task.done_at) if task.done_at else "",
        )
        for task in slip.tasks
    ]
    press.table([str(_("To print again or put right")), str(_("Done by")), str(_("Done at"))], tasks, TASK_WIDTHS, 9)
    press.save()
    return out.getvalue()
