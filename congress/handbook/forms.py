"""Which badges to print, and on what."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from congress.badges.sheets import Sheet
from congress.foundation.forms import BaseForm
from congress.foundation.i18n import _l, pick
from congress.programme.models import Category, Forum

SHEETS = [
    SelectChoice(Sheet.A4_4, _l("Four on A4")),
    SelectChoice(Sheet.A4_8, _l("Eight on A4")),
    SelectChoice(Sheet.A6, _l("One on A6")),
    SelectChoice(Sheet.LABEL, _l("One on a label (100 × 62 mm)")),
]


class PrintForm(BaseForm):
    """Everybody confirmed, or those of one category or forum."""

    sheet = SelectField(_l("Sheet"), choices=SHEETS)
    category = SelectField(_l("Category"), choices=[])
    forum = SelectField(_l("Forum"), choices=[])

    def offer(self, categories: Sequence[Category], forums: Sequence[Forum]) -> None:
        names = [SelectChoice(one.slug, pick(one.name_zh, one.name_en)) for one in categories]
        titles = [SelectChoice(one.slug, pick(one.title_zh, one.title_en)) for one in forums]
        self.category.choices = [SelectChoice("", str(_l("All categories"))), *names]
        self.forum.choices = [SelectChoice("", str(_l("All forums"))), *titles]

    def filter(self) -> dict[str, str]:
        return {name: self[name].data for name in ("category", "forum") if self[name].data}
