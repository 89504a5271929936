"""What is typed about a promise; the shape only."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from wtforms import DateField, DecimalField, MultipleFileField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most, whole_fen
from congress.foundation.i18n import _l
from congress.foundation.money import WAN
from congress.promises.states import STATE_NAMES, PromiseState

NEEDED = _l("This field is needed.")
SMALLEST, MOST_WAN = Decimal(1) / WAN, 10**10


class PromiseForm(BaseForm):
    """A promise; the amount is in ten thousand yuan, as people say it."""

    text = ParagraphsField(_l("What was promised"), [DataRequired(NEEDED), at_most(2000)])
    office = LineField(_l("Office that has to keep it"), [DataRequired(NEEDED), at_most(60)])
    due_on = DateField(_l("Due on"), [InputRequired(NEEDED)])
    amount = DecimalField(
        _l("Amount in ten thousand yuan"),
        [Optional(), NumberRange(SMALLEST, MOST_WAN, _l("This amount is not possible.")), whole_fen],
        places=None,
    )
    basis = LineField(
        _l("Legal basis"), [DataRequired(NEEDED), at_most(200)],
        description=_l("The document and its number that allow the promise."),
    )  # fmt: skip
    review_number = LineField(_l("Number of the fair competition review"), [at_most(120)])

    def facts(self) -> dict[str, Any]:
        return {
            "text": self.text.data,
            "office": self.office.data,
            "due_on": self.due_on.data,
            "amount_fen": int(self.amount.data * WAN) if self.amount.data is not None else None,
            "basis": self.basis.data,
            "review_number": self.review_number.data,
        }


class MoveForm(BaseForm):
    """The next state of a promise, what is said of it, and what shows it."""

    state = SelectField(_l("New state"))
    reason = ParagraphsField(
        _l("What happened"), [at_most(2000)], description=_l("The document, the voucher, or the reason of a refusal.")
    )
    evidence = MultipleFileField(_l("Evidence"), description=_l("PDF, PNG or JPEG, each at most 20 MB."))

    def offer(self, states: Collection[PromiseState]) -> None:
        self.state.choices = [SelectChoice(state, name) for state, name in STATE_NAMES.items() if state in states]


class AskInvestorForm(BaseForm):
    """Where the investor is reached; with both ways the code goes by SMS, else the office tells it."""

    email = LineField(
        _l("The investor's e-mail"), [at_most(254)], description=_l("The link goes here, if there is one.")
    )
    phone = LineField(
        _l("The investor's phone"), [at_most(40)],
        description=_l("The code goes here; without an e-mail address the link does."),
    )  # fmt: skip


class WordForm(BaseForm):
    """The investor's code and word."""

    code = LineField(_l("Code"), [DataRequired(NEEDED), at_most(20)])
    answer = RadioField(
        _l("Your answer"),
        choices=[
            SelectChoice("yes", _l("Yes, the promise was kept.")),
            SelectChoice("no", _l("No, it was not, or not wholly.")),
        ],
        validate_choice=False,
    )
    text = ParagraphsField(
        _l("What you have to say"), [at_most(2000)], description=_l("If it was not kept: what is missing.")
    )
