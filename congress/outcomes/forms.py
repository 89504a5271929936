"""What is typed about a milestone and its verification; the shape only."""

from typing import Any

from wtforms import DateField, DecimalField, MultipleFileField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l
from congress.foundation.money import WAN
from congress.outcomes.states import KIND_NAMES, Decision

NEEDED = _l("This field is needed.")
MOST_WAN = 10**10


def whole_fen(_form: Any, field: Any) -> None:
    if field.data is not None and (not field.data.is_finite() or field.data * WAN != int(field.data * WAN)):
        raise ValidationError(_("An amount has at most six decimals in ten thousand yuan: one fen."))


class MilestoneForm(BaseForm):
    """A fact with its evidence."""

    kind = SelectField(_l("What has happened"), choices=[SelectChoice(kind, name) for kind, name in KIND_NAMES.items()])
    occurred_on = DateField(_l("On which day"), [InputRequired(NEEDED)])
    amount = DecimalField(
        _l("Amount in ten thousand yuan"),
        [Optional(), NumberRange(0, MOST_WAN, _l("This amount is not possible.")), whole_fen],
        places=None,
        description=_l("For capital that arrived, contracts paid, donations received."),
    )
    count = NumberField(
        _l("Number of people"), [Optional(), NumberRange(0, 1_000_000, _l("This number is not possible."))],
        description=_l("For people recruited."),
    )  # fmt: skip
    note = ParagraphsField(_l("Note"), [DataRequired(NEEDED), at_most(5000)])
    evidence = MultipleFileField(_l("Evidence"), description=_l("PDF, PNG or JPEG, each at most 20 MB."))

    def facts(self) -> dict[str, Any]:
        return {
            "kind": self.kind.data,
            "occurred_on": self.occurred_on.data,
            "amount_fen": int(self.amount.data * WAN) if self.amount.data is not None else None,
            "count": self.count.data,
            "note": self.note.data,
        }


class VerdictForm(BaseForm):
    """What a verifier decides, and why."""

    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(Decision.ACCEPT, _l("Accept: credit is written at once")),
            SelectChoice(Decision.RETURN, _l("Return it to whoever filed it")),
            SelectChoice(Decision.REJECT, _l("Reject it for good")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class ReversalForm(BaseForm):
    """Why an outcome is taken back."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class RefileForm(BaseForm):
    """What is said anew of a milestone that was returned."""

    note = ParagraphsField(_l("Note"), [DataRequired(NEEDED), at_most(5000)])
