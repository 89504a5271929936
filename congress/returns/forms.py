"""What is typed about a month and its returns; the shape only."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, DecimalField, Field, FileField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most, whole_fen
from congress.foundation.i18n import _, _l, pick
from congress.foundation.money import WAN as FEN_IN_WAN
from congress.outcomes.forms import MOST_WAN, NEEDED
from congress.returns.rules import WAN, Line, read_month
from congress.returns.states import DEPARTMENT, UNIT_NAMES

PHONE = re.compile(r"[0-9+()\- ]{5,40}")
PREFIX = "figure_"
MOST_COUNT = 1_000_000_000
LONGEST_NAME = 100


def is_phone(_form: Any, field: Field) -> None:
    if field.data and not PHONE.fullmatch(field.data):
        raise ValidationError(_("A phone number has digits, spaces and hyphens."))


class ReturnForm(BaseForm):
    """What every return says beside its figures."""

    nil = BooleanField(_l("Nothing to report this month"))
    note = ParagraphsField(_l("Explanations"), [at_most(2000)])
    signed_by = LineField(
        _l("Signed off by"), [DataRequired(NEEDED), at_most(100)],
        description=_l("The name of the leader in charge who answers for these figures."),
    )  # fmt: skip
    signed_post = LineField(_l("Position of who signs off"), [at_most(100)])
    contact = LineField(_l("Who can be asked"), [DataRequired(NEEDED), at_most(100)])
    phone = LineField(_l("Phone for questions"), [DataRequired(NEEDED), is_phone])

    def figure_fields(self) -> list[Any]:
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]

    def facts(self, lines: Sequence[Line]) -> dict[str, Any]:
        figures = {line.key: to_kept(line, self[PREFIX + line.key].data) for line in lines}
        names = ("nil", "note", "signed_by", "signed_post", "contact", "phone")
        return {"figures": figures} | {name: self[name].data for name in names}


def to_kept(line: Line, typed: Decimal | int | None) -> int:
    """Fen of ten thousand yuan, or the number itself; nothing is zero."""
    return int((typed or 0) * FEN_IN_WAN) if line.unit == WAN else int(typed or 0)


def to_typed(line: Line, kept: int) -> Decimal | int:
    return Decimal(kept) / FEN_IN_WAN if line.unit == WAN else kept


def return_form(lines: Sequence[Line], figures: Mapping[str, int] | None = None, **data: Any) -> ReturnForm:
    """The form of a template: one field for each line. With `figures` it is filled, else read from the request."""
    made = type("TemplateForm", (ReturnForm,), {PREFIX + line.key: _figure_field(line) for line in lines})
    if figures is None:
        form: ReturnForm = made()
        return form
    shown = {PREFIX + line.key: to_typed(line, figures[line.key]) for line in lines if line.key in figures}
    filled: ReturnForm = made(formdata=None, **shown, **data)
    return filled


def _figure_field(line: Line) -> Any:
    label = pick(line.zh, line.en)
    if line.unit == WAN:
        amount = NumberRange(0, MOST_WAN, _("This amount is not possible."))
        return DecimalField(f"{label} ({_('ten thousand yuan')})", [Optional(), amount, whole_fen], places=None)
    return NumberField(label, [Optional(), NumberRange(0, MOST_COUNT, _("This number is not possible."))])


class PeriodForm(BaseForm):
    """A month to be opened."""

    month = StringField(_l("Month"), [InputRequired(NEEDED)], description=_l("Such as 2026-11."))
    working_days = NumberField(
        _l("Due on which working day after the month"),
        [InputRequired(NEEDED), NumberRange(1, 30, _l("This number is not possible."))],
    )
    university = BooleanField(UNIT_NAMES["university"])
    school = BooleanField(UNIT_NAMES["school"])
    prefecture = BooleanField(UNIT_NAMES["prefecture"])
    county = BooleanField(UNIT_NAMES["county"])
    functional = BooleanField(UNIT_NAMES["functional"])
    departments = ParagraphsField(
        _l("Departments that report too"), [at_most(2000)],
        description=_l("One name on each line; the organisers enter what they send."),
    )  # fmt: skip
    template = ParagraphsField(
        _l("Lines of the return"), [DataRequired(NEEDED), at_most(5000)],
        description=_l(
            "One on each line: key | Chinese | English | wan or count | what the ledger proposes"
            " (investment, talent, research, donation), if anything."
        ),
    )  # fmt: skip

    def validate_month(self, field: Field) -> None:
        if read_month(field.data) is None:
            raise ValidationError(_("A month is written as 2026-11."))

    def validate_departments(self, field: Field) -> None:
        if any(len(name) > LONGEST_NAME for name in field.data.splitlines()):
            raise ValidationError(_("At most %(length)s characters are accepted.", length=LONGEST_NAME))

    def facts(self) -> dict[str, Any]:
        return {
            "month": read_month(self.month.data or ""),
            "working_days": self.working_days.data,
            "kinds": [kind for kind in UNIT_NAMES if kind != DEPARTMENT and self[kind].data],
            "departments": [name for name in self.departments.data.splitlines() if name],
            "template": self.template.data,
        }


class QuestionForm(BaseForm):
    """What is asked about a return."""

    questions = ParagraphsField(_l("Questions to the unit"), [DataRequired(NEEDED), at_most(2000)])


class SheetForm(BaseForm):
    """A sheet of returns."""

    file = FileField(_l("Sheet (xlsx or CSV)"))
