"""What an organiser types about a seating plan; the shape only."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _l
from congress.seating.states import KIND_NAMES, PLACE_NAMES

NEEDED = _l("This field is needed.")
MOST_ROWS, MOST_COLUMNS, MOST_RANK = 60, 60, 9_999
FROM_ONE = _l("A whole number from 1 is expected.")


class BlockForm(BaseForm):
    """A block of seats."""

    kind = SelectField(_l("Kind"), choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()])
    name = LineField(
        _l("Name in Chinese"), [DataRequired(NEEDED), at_most(60)], description=_l("Such as 主席台 or A 区.")
    )
    name_en = LineField(_l("Name in English"), [at_most(60)])
    seat_rows = NumberField(
        _l("Number of rows"), [InputRequired(NEEDED), NumberRange(1, MOST_ROWS, _l("From 1 to 60."))]
    )
    seat_columns = NumberField(
        _l("Seats in a row"), [InputRequired(NEEDED), NumberRange(1, MOST_COLUMNS, _l("From 1 to 60."))]
    )
    category = SelectField(_l("For the category"), choices=[])
    most_rank = NumberField(
        _l("For ranks up to"), [Optional(), NumberRange(1, MOST_RANK, FROM_ONE)],
        description=_l("Empty: with and without a rank."),
    )  # fmt: skip
    position = NumberField(_l("Place in the order"), [Optional(), NumberRange(0, MOST_RANK, FROM_ONE)])

    def offer(self, categories: Sequence[tuple[str, str]]) -> None:
        everybody = SelectChoice("", str(_l("Everybody")))
        self.category.choices = [everybody, *(SelectChoice(slug, name) for slug, name in categories)]


class SeatForm(BaseForm):
    """Somebody, and where they are to sit; no block lets them stand up."""

    person = LineField(_l("Name"), [DataRequired(NEEDED), at_most(20)])
    block = NumberField(_l("Block"), [Optional()])
    row = NumberField(_l("Row"), [Optional(), NumberRange(1, MOST_ROWS, FROM_ONE)])
    column = NumberField(_l("Seat"), [Optional(), NumberRange(1, MOST_COLUMNS, FROM_ONE)])


class CloseForm(BaseForm):
    """Neighbouring seats of one row, to be taken out of use or put back."""

    block = NumberField(_l("Block"), [InputRequired(NEEDED)])
    line = NumberField(_l("Row"), [InputRequired(NEEDED), NumberRange(1, MOST_ROWS, FROM_ONE)])
    first = NumberField(_l("From seat"), [InputRequired(NEEDED), NumberRange(1, MOST_COLUMNS, FROM_ONE)])
    last = NumberField(_l("To seat"), [Optional(), NumberRange(1, MOST_COLUMNS, FROM_ONE)])
    closed = SelectField(
        _l("These seats"), choices=[SelectChoice("yes", _l("are out of use")), SelectChoice("no", _l("can be used"))]
    )

    def seats(self) -> list[Any]:
        first, last = self.first.data or 1, self.last.data or self.first.data or 1
        return [(self.block.data, self.line.data, column) for column in range(first, max(first, last) + 1)]


class RankForm(BaseForm):
    """The rank of somebody, and where they belong."""

    person = LineField(_l("Name"), [DataRequired(NEEDED), at_most(20)])
    rank = NumberField(
        _l("Precedence"),
        [Optional(), NumberRange(1, MOST_RANK, FROM_ONE)],
        description=_l("Set by hand; 1 is the first."),
    )
    place = SelectField(_l("Belongs"), choices=[SelectChoice(place.value, name) for place, name in PLACE_NAMES.items()])


class SheetForm(BaseForm):
    """A sheet with seats."""

    file = FileField(_l("Sheet (xlsx or CSV)"))
    only_check = BooleanField(_l("Only check it, change nothing"))
