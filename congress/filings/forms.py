"""What is typed about a filing; the shape only."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, MultipleFileField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from congress.filings.queries import Filer
from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most, credit_code, whole_fen
from congress.foundation.i18n import _l, pick
from congress.foundation.money import WAN
from congress.signing.forms import MOST_WAN, printable

NEEDED = _l("This field is needed.")


class FilingForm(BaseForm):
    """An expected project; the amount is in ten thousand yuan, as people say it."""

    filer = SelectField(_l("Filed for"), choices=[])
    title = LineField(_l("Expected project"), [DataRequired(NEEDED), at_most(200), printable])
    investor = LineField(_l("Name of the investor"), [DataRequired(NEEDED), at_most(200), printable])
    uscc = LineField(_l("Unified social credit code"), [at_most(18), credit_code])
    hint = LineField(
        _l("How the investor is known, without a code"), [at_most(200), printable],
        description=_l("Such as where it is registered, or whose company it is. A code is better."),
    )  # fmt: skip
    division = LineField(_l("Prefecture or county"), [DataRequired(NEEDED), at_most(60)])
    industry = SelectField(_l("Industry"), [DataRequired(NEEDED)], choices=[])
    amount = DecimalField(
        _l("Expected amount in ten thousand yuan"),
        [
            InputRequired(NEEDED),
            NumberRange(Decimal(1) / WAN, MOST_WAN, _l("This amount is not possible.")),
            whole_fen,
        ],
        places=None,
    )

    def offer(self, filers: Iterable[Filer], industries: Sequence[tuple[str, str]]) -> None:
        self.filer.choices = [SelectChoice(one.code, pick(one.name, one.name_en)) for one in filers]
        none = SelectChoice("", str(_l("Please choose")))
        self.industry.choices = [none, *(SelectChoice(code, name) for code, name in industries)]

    def facts(self) -> dict[str, Any]:
        names = ("filer", "title", "investor", "uscc", "hint", "division", "industry")
        return {name: self[name].data for name in names} | {"amount_fen": int(self.amount.data * WAN)}


class AskForm(BaseForm):
    """Where the investor is reached; with both ways the code goes by SMS, else the filer tells it."""

    email = LineField(
        _l("The investor's e-mail"), [at_most(254)], description=_l("The link goes here, if there is one.")
    )
    phone = LineField(
        _l("The investor's phone"), [at_most(40)],
        description=_l("The code goes here; without an e-mail address the link does."),
    )  # fmt: skip


class FollowForm(BaseForm):
    """What was done for the project, and what shows it."""

    text = ParagraphsField(_l("What was done"), [DataRequired(NEEDED), at_most(2000)])
    evidence = MultipleFileField(_l("Evidence"), description=_l("PDF, PNG or JPEG, each at most 20 MB."))


class ReasonForm(BaseForm):
    """Why a filing is withdrawn or its link taken off."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200), printable])


class LinkForm(BaseForm):
    """The intention that a filing speaks of, and how one knows."""

    intention = LineField(_l("Id of the intention"), [DataRequired(NEEDED), at_most(26)])
    basis = LineField(_l("How you know that it is the same project"), [DataRequired(NEEDED), at_most(200), printable])


class AnswerForm(BaseForm):
    """The investor's code and word."""

    code = LineField(_l("Code"), [DataRequired(NEEDED), at_most(20)])
    answer = RadioField(
        _l("Your answer"),
        choices=[
            SelectChoice("yes", _l("Yes, we work with them on this project.")),
            SelectChoice("no", _l("No, this is not so.")),
        ],
        validate_choice=False,
    )
