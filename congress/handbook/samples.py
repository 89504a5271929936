"""A sheet of badges as it will come out of the printer, with nobody real on it."""

from collections.abc import Sequence
from io import BytesIO
from itertools import cycle, islice

from congress.badges.cards import Card, Design
from congress.badges.sheets import LAYOUTS, Sheet, draw_badges
from congress.foundation.documents.picture import page_as_png
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import congress_days
from congress.programme.models import Category, Congress
from congress.registration.liaisons import Liaison, liaison_line

# short, with a dot, and long: what a layout has to bear
NAMES = ("李示例", "示例·阿卜杜拉·买买提", "Alexandria Example-Wolfeschlegelstein", "欧阳示例")
# the length of a token, and no token: nothing that a gate would take
NO_TOKEN = ("SAMPLE" * 22)[:128]
DPI = 96


def sample_sheet(sheet: Sheet, congress: Congress, categories: Sequence[Category]) -> bytes:
    """The picture of one full page; the categories take turns."""
    layout = LAYOUTS[sheet]
    count = layout.columns * layout.rows
    cards = [
        _card(congress, category, name, number)
        for number, name, category in islice(zip(range(1, count + 1), cycle(NAMES), cycle(categories)), count)
    ]
    out = BytesIO()
    draw_badges(out, cards, sheet, title=str(_("Preview")), language=language())
    return page_as_png(out.getvalue(), dpi=DPI)


def _card(congress: Congress, category: Category, name: str, number: int) -> Card:
    return Card(
        name=name, organisation="示例（虚构）科技股份有限公司", title="总经理", school="示例大学（虚构）",
        category=category.name_zh, category_en=category.name_en, colour=category.colour, token=NO_TOKEN, number=number,
        code="SAMPLE", congress=pick(congress.title_zh, congress.title_en), days=congress_days(congress),
        liaison=liaison_line(Liaison("示例联络员", "13900000000")),
        design=Design(category.design), demo=congress.is_demo,
    )  # fmt: skip
