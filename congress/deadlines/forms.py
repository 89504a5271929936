"""What is typed about planned dates; the shape only."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, DecimalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.deadlines.rules import LONGEST
from congress.foundation.forms import BaseForm, NumberField, ParagraphsField, at_most, whole_fen
from congress.foundation.i18n import _l
from congress.foundation.money import WAN
from congress.outcomes.states import KIND_NAMES, Kind
from congress.signing.climb import Level

NEEDED = _l("This field is needed.")
MOST_WAN = 10**10
DAYS = [InputRequired(NEEDED), NumberRange(1, LONGEST, _l("From 1 to 365 days."))]


class DateForm(BaseForm):
    """A date to be planned; the amount is in ten thousand yuan, as people say it."""

    kind = SelectField(_l("What is to be reached"))
    due_on = DateField(_l("By which day"), [InputRequired(NEEDED)])
    amount_fen = DecimalField(
        _l("How much in total by then, in ten thousand yuan"),
        [Optional(), NumberRange(0, MOST_WAN, _l("This amount is not possible.")), whole_fen],
        places=None,
        description=_l("For money that comes by instalments: what has to be there in total, not the last instalment."),
    )

    def offer(self, kinds: Iterable[Kind]) -> None:
        self.kind.choices = [SelectChoice(kind, KIND_NAMES[kind]) for kind in kinds]

    def facts(self) -> dict[str, Any]:
        amount = self.amount_fen.data
        return {
            "kind": self.kind.data,
            "due_on": self.due_on.data,
            "amount_fen": int(amount * WAN) if amount is not None else None,
        }


class MoveDateForm(BaseForm):
    """A new day, and why."""

    due_on = DateField(_l("New date"), [InputRequired(NEEDED)])
    reason = ParagraphsField(_l("Why it takes longer"), [DataRequired(NEEDED), at_most(2000)])


class DropForm(BaseForm):
    """Why a milestone is no longer planned."""

    why = ParagraphsField(_l("Why it is no longer planned"), [DataRequired(NEEDED), at_most(2000)])


class RuleForm(BaseForm):
    """After how many days each level is told."""

    owner = NumberField(_l("Schools and place, days after the date"), DAYS)
    prefecture = NumberField(_l("Prefecture, days after the date"), DAYS)
    province = NumberField(_l("Province, days after the date"), DAYS)

    def days(self) -> dict[Level, int]:
        return {level: self[level.value].data for level in Level}
