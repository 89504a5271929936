"""What buyers and organisers type about money; the shape only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    DecimalField,
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp

from congress.foundation.errors import Invalid
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most, credit_code, in_parts
from congress.foundation.i18n import _, _l
from congress.foundation.pages import zone
from congress.payments.models import Extra
from congress.payments.states import EXTRA_NAMES, METHOD_NAMES, Method

NEEDED = _l("This field is needed.")
FEN = 100
DECIMALS = _l("An amount in yuan has at most two decimals.")
MOST_YUAN = 999_999
MOST_PLEDGED = 10**9
MOST_PLACES = 100_000
MOST_DIGITS = 3
DATE_FORM = "%Y-%m-%dT%H:%M"


class YuanField(DecimalField):
    """An amount in yuan, to the fen."""

    def __init__(self, label: Any, *, most: int = MOST_YUAN, needed: bool = True, **more: Any) -> None:
        first = InputRequired(NEEDED) if needed else Optional()
        limits = NumberRange(0.01, most, _l("This amount is not possible."))
        super().__init__(label, [first, limits, in_parts(FEN, DECIMALS)], places=None, **more)

    @property
    def fen(self) -> int:
        return int((self.data or 0) * FEN)


def read_quantities(form: Mapping[str, str]) -> dict[str, int]:
    """`quantity-dinner=2` → `{"dinner": 2}`; raises Invalid."""
    found = {}
    for name, typed in form.items():
        if name.startswith("quantity-"):
            if not (typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS):
                raise Invalid.field("items", _("A number is expected for each extra."))
            found[name.removeprefix("quantity-")] = int(typed)
    return found


class BuyForm(BaseForm):
    """How one pays; what one wants is read beside it, one number for each extra."""

    method = RadioField(_l("How do you want to pay?"), validators=[InputRequired(NEEDED)])

    def offer(self, methods: list[Method]) -> None:
        self.method.choices = [SelectChoice(method, METHOD_NAMES[method]) for method in methods]


class InvoiceForm(BaseForm):
    """Whose name the invoice bears."""

    title = LineField(_l("Invoice title"), [DataRequired(NEEDED), at_most(200)])
    tax_number = LineField(
        _l("Tax number"), [at_most(18), credit_code],
        description=_l("The unified social credit code of 18 characters; a natural person leaves it empty."),
    )  # fmt: skip


class PledgeForm(BaseForm):
    """What somebody means to give."""

    recipient = LineField(_l("To whom"), [DataRequired(NEEDED), at_most(200)])
    purpose = ParagraphsField(_l("What for"), [at_most(500)])
    amount = YuanField(_l("Amount in yuan"), most=MOST_PLEDGED)


class TermsForm(BaseForm):
    """Whether anything is sold, and to whose account one transfers."""

    is_open = BooleanField(_l("Extras are sold at this congress"))
    payee = LineField(_l("Payee"), [at_most(200)])
    bank = LineField(_l("Bank"), [at_most(200)])
    account = LineField(_l("Account number"), [at_most(40), Regexp(r"^[0-9 -]*$", message=_l("Only digits."))])
    transfer_days = NumberField(
        _l("Days for a transfer"), [InputRequired(NEEDED), NumberRange(1, 60, _l("From 1 to 60 days."))]
    )


class ExtraForm(BaseForm):
    """Something with a price."""

    kind = SelectField(_l("Kind"), choices=[SelectChoice(kind, name) for kind, name in EXTRA_NAMES.items()])
    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    price = YuanField(_l("Price in yuan"))
    capacity = NumberField(
        _l("Places"), [InputRequired(NEEDED), NumberRange(0, MOST_PLACES, _l("This number is not possible."))]
    )
    most_each = NumberField(
        _l("At most for one person"), [InputRequired(NEEDED), NumberRange(1, 20, _l("From 1 to 20."))]
    )
    sale_from = DateTimeLocalField(_l("Sale begins"), [InputRequired(NEEDED)], format=DATE_FORM)
    sale_until = DateTimeLocalField(_l("Sale ends"), [InputRequired(NEEDED)], format=DATE_FORM)
    allowed_by = LineField(
        _l("Document that allows the charge"), [at_most(200)], description=_l("Its number; without it nothing is sold.")
    )
    on_sale = BooleanField(_l("On sale"))

    def facts(self) -> dict[str, Any]:
        same = ("kind", "title_zh", "title_en", "capacity", "most_each", "allowed_by", "on_sale")
        return {
            **{name: self[name].data for name in same},
            "price_fen": self.price.fen,
            "sale_from": _instant(self.sale_from.data),
            "sale_until": _instant(self.sale_until.data),
        }

    def fill(self, extra: Extra) -> None:
        """What the extra is now."""
        self.process(None, obj=extra, price=extra.price_fen / FEN)
        # what the extra holds would win over what is given beside it
        self.sale_from.data, self.sale_until.data = _local(extra.sale_from), _local(extra.sale_until)


class NewExtraForm(ExtraForm):
    """A new extra, with the name that addresses and programs call it by."""

    slug = LineField(
        _l("Short name"),
        [DataRequired(NEEDED), Regexp(r"^[a-z0-9][a-z0-9-]{0,58}$", message=_l("Small letters, digits and hyphens."))],
    )


def _instant(typed: datetime) -> datetime:
    return typed.replace(tzinfo=zone())


def _local(moment: datetime) -> datetime:
    return moment.astimezone(zone()).replace(tzinfo=None)


class ReasonForm(BaseForm):
    """Why."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class _OneOfSeveral(BaseForm):
    """A form that shares its page with others: its fields bear its name."""

    called: ClassVar[str]

    def __init__(self, **given: Any) -> None:
        super().__init__(prefix=f"{self.called}-", **given)


class RefundForm(_OneOfSeveral, ReasonForm):
    """How much goes back, and how; which items come back is read beside it, one number for each."""

    called = "refund"
    amount = YuanField(
        _l("Amount in yuan"), needed=False,
        description=_l("Left empty, the price of what is chosen above. Without a choice no place becomes free."),
    )  # fmt: skip
    method = RadioField(
        _l("How it goes back"),
        choices=[
            SelectChoice(Method.STRIPE, _l("Through Stripe, the way it was paid")),
            SelectChoice(Method.TRANSFER, _l("By hand: it has been transferred already")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    request_key = HiddenField(validators=[Regexp(r"^[a-z0-9]{26}$")])


class ConfirmForm(_OneOfSeveral, ReasonForm):
    """Money that is there."""

    called = "confirm"
    amount = YuanField(_l("Amount in yuan"))
    source = LineField(_l("Transaction number of the bank"), [at_most(100)])


class IssueForm(_OneOfSeveral):
    """An invoice that was made out."""

    called = "issue"
    number = LineField(_l("Invoice number"), [DataRequired(NEEDED), at_most(40)])
    file = FileField(_l("Electronic invoice"), description=_l("PDF, OFD or XML, at most 20 MB."))


class ReversalForm(_OneOfSeveral, ReasonForm):
    """Why an invoice is reversed, and by which red one."""

    called = "reversal"


class StatementForm(BaseForm):
    """A bank's statement."""

    file = FileField(_l("Statement"), description=_l("xlsx or CSV, as the bank gives it out."))
    dry_run = BooleanField(_l("Only tell what would happen"))


class LineForm(ReasonForm):
    """Which order a line is for."""

    reference = LineField(_l("Reference of the order"), [DataRequired(NEEDED), at_most(40)])
