"""What is printed for the ceremony: the running order, a card for the host with each agreement, names for the table."""

from datetime import datetime
from io import BytesIO

from congress.badges.qr import draw_link
from congress.ceremony.stage import Act, Group, Stage, Stander
from congress.ceremony.states import CUE_NAMES
from congress.foundation.documents.pdf import A4, A6, HOUSE, INK, MM, QUIET
from congress.foundation.documents.text import draw_box, draw_line
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import local_time, public_link
from congress.handbook.blocks import Paper
from congress.handbook.cards import print_table_cards
from congress.handbook.press import Press
from congress.programme.models import Congress

WIDTHS = (5, 10, 26, 25, 25, 15, 10)
CARD = (A6[1], A6[0])
CODE = 20 * MM


def _demo(congress: Congress) -> str:
    return "演示数据 DEMO" if congress.is_demo else ""


def _printed(now: datetime) -> str:
    return str(_("As of %(time)s", time=local_time(now, with_place=False)))


def running_order(stage: Stage, congress: Congress, *, now: datetime) -> bytes:
    """Every group in the order of the stage, with who signs on which side."""
    out = BytesIO()
    title = str(_("Running order of the signing ceremony"))
    press = Press(
        out, (A4[1], A4[0]), title=title, language=language(), foot=_printed(now), demo=_demo(congress), margin=16 * MM
    )
    press.heading(1, [title])
    press.lines(pick(congress.title_zh, congress.title_en), 10, colour=QUIET)
    head = [
        _("Place on stage"), _("Number"), _("Project"), _("Left: host side"), _("Right: guests"), _("Witnesses"),
        _("State"),
    ]  # fmt: skip
    for group in stage.groups:
        press.heading(2, [group.title])
        press.table([str(word) for word in head], [_row(act) for act in group.acts], WIDTHS, 8.5)
    press.save()
    return out.getvalue()


def _row(act: Act) -> list[str]:
    sides = [
        "\n".join(f"{one.name}\n{one.office}".rstrip() for one in side) for side in (act.left, act.right, act.witnesses)
    ]
    return [str(act.order), act.number, act.intention.title, *sides, str(CUE_NAMES[act.cue])]


def _called(one: Stander) -> str:
    return f"{one.office} {one.name}".strip()


def host_cards(stage: Stage, congress: Congress, *, now: datetime) -> bytes:
    """For each agreement a card that fits the hand, in the order of the stage."""
    out = BytesIO()
    press = Press(
        out, CARD, title=str(_("Cards of the signing ceremony")), language=language(), foot=_printed(now),
        demo=_demo(congress), margin=9 * MM,
    )  # fmt: skip
    for group in stage.groups:
        for act in group.acts:
            _card(press, group, act)
    press.save()
    return out.getvalue()


def _card(press: Press, group: Group, act: Act) -> None:
    canvas, left, top = press.canvas, press.margin, press.size[1] - 9 * MM
    inner = press.width - CODE
    with press.tags.tag("H1"):
        canvas.setFillColor(HOUSE)
        draw_line(canvas, left, top - 3 * MM, f"{act.order} · {act.number}", 12, bold=True)
        canvas.setFillColor(INK)
        top -= 7 * MM
        top -= draw_box(
            canvas, left, top, act.intention.title, inner, 16 * MM, largest=14, bold=True, align="left"
        )  # fmt: skip
    canvas.setFillColor(QUIET)
    top -= draw_box(canvas, left, top - 1 * MM, group.title, inner, 6 * MM, largest=9, align="left") + 3 * MM
    link = public_link("signing.verify_agreement", agreement=act.intention.public_id)
    draw_link(canvas, press.size[0] - press.margin - CODE, press.size[1] - 9 * MM - CODE, CODE, link)
    press.y = top
    for label, side in (
        (_("Left: host side"), act.left),
        (_("Right: guests"), act.right),
        (_("Witnesses"), act.witnesses),
    ):
        if side:
            press.lines(str(label), 7.5, colour=QUIET)
            for one in side:
                press.lines(_called(one), 10)
    press.touch()
    press.end_page()


def name_cards(stage: Stage, congress: Congress, *, now: datetime) -> bytes:
    """For everybody at the signing table a card that stands."""
    paper = Paper(
        title=[str(_("Names for the signing table"))], subtitle=[], slogan=(), organiser="", foot=_printed(now),
        language=language(), demo=_demo(congress), blocks=[],
    )  # fmt: skip
    people = dict.fromkeys((one.name, one.office) for act in stage.acts for one in act.people)
    out = BytesIO()
    print_table_cards(out, paper, people, demo=congress.is_demo)
    return out.getvalue()
