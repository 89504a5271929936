"""What is typed about an intention and its signatures; the shape only."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most, credit_code, in_parts, whole_fen
from congress.foundation.i18n import _, _l
from congress.foundation.money import WAN, in_wan, is_currency
from congress.foundation.shares import MILLION
from congress.registration.names import check_printable
from congress.signing.models import Intention
from congress.signing.states import CATEGORY_NAMES, HOW_NAMES, ROLE_NAMES, SECRECY_NAMES, HowSigned, Secrecy

NEEDED = _l("This field is needed.")
PARTY_ROWS, ALUMNUS_ROWS, SCHOOL_ROWS = 6, 4, 6
MOST_WAN = 10**10
PERCENT = MILLION // 100


def printable(_form: Any, field: Any) -> None:
    try:
        for line in (field.data or "").split("\n"):
            check_printable(line)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _known_currency(_form: Any, field: StringField) -> None:
    if field.data and not is_currency(field.data):
        raise ValidationError(str(_("There is no such currency.")))


millionths = in_parts(PERCENT, _l("A share has at most four decimals in per cent."))


class PartyRow(Form):
    """One of those who agree; an empty name leaves the row out."""

    class Meta:
        csrf = False

    role = SelectField(_l("Role"), choices=[SelectChoice(role, name) for role, name in ROLE_NAMES.items()])
    name = LineField(_l("Party"), [at_most(200), printable])
    uscc = LineField(_l("Unified social credit code"), [at_most(18), credit_code])


class AlumnusRow(Form):
    """Somebody through whom it came about: the code of the registration, or a name alone."""

    class Meta:
        csrf = False

    registration = LineField(_l("Registration code"), [at_most(20)])
    name = LineField(_l("Name"), [at_most(200), printable])


class SchoolRow(Form):
    """A school with its share in per cent of its kind; shares left empty mean an equal split."""

    class Meta:
        csrf = False

    school = LineField(_l("School"), [at_most(120)])
    percent = DecimalField(
        _l("Share in per cent"),
        [
            Optional(),
            NumberRange(Decimal("0.0001"), 100, _l("Between 0 and 100 per cent.")),
            in_parts(PERCENT, _l("A share has at most four decimals in per cent.")),
        ],
        places=None,
    )


class OfForeignMoney:
    """What is told of an amount beside it."""

    currency = LineField(
        _l("Currency"),
        [
            DataRequired(NEEDED),
            Regexp("^[A-Z]{3}$", message=_l("Three capital letters, such as CNY or USD.")),
            _known_currency,
        ],
        default="CNY",
    )
    rate = LineField(
        _l("Rate: yuan for one of the other currency"), [at_most(20)],
        description=_l("For foreign money alone, such as 7.1234. Totals count it in yuan by this rate."),
    )  # fmt: skip
    rate_on = DateField(_l("Day of the rate"), [Optional()])
    rate_source = LineField(_l("Source of the rate"), [at_most(120), printable])


class IntentionForm(OfForeignMoney, BaseForm):
    """An intention; the amount is in ten thousand yuan, as people say it."""

    title = LineField(_l("Project"), [DataRequired(NEEDED), at_most(200), printable])
    category = SelectField(
        _l("Category"), choices=[SelectChoice(category, name) for category, name in CATEGORY_NAMES.items()]
    )
    division = LineField(_l("Prefecture or county"), [DataRequired(NEEDED), at_most(60)])
    industry = SelectField(_l("Industry"), choices=[])
    amount = DecimalField(
        _l("Amount in ten thousand"),
        [InputRequired(NEEDED), NumberRange(0, MOST_WAN, _l("This amount is not possible.")), whole_fen],
        places=None,
    )
    planned = ParagraphsField(_l("What is planned"), [at_most(5000), printable])
    is_framework = BooleanField(
        _l("It is a framework agreement"),
        description=_l("A framework agreement is no contract: it stands in no total and earns nothing."),
    )
    follows = LineField(
        _l("Id of the framework agreement that it follows"), [at_most(26)],
        description=_l("Where a contract follows a framework agreement."),
    )  # fmt: skip
    platform = LineField(
        _l("Another event of which it is known"), [at_most(40), printable],
        description=_l("Such as 湘商大会 or 港洽周; empty where it is this congress."),
    )  # fmt: skip
    secrecy = SelectField(
        _l("Class of confidentiality"), default=Secrecy.INTERNAL,
        choices=[SelectChoice(secrecy, name) for secrecy, name in SECRECY_NAMES.items()],
        description=_l("What is public still needs the consent of every party before it is named anywhere."),
    )  # fmt: skip
    parties = FieldList(FormField(PartyRow), min_entries=PARTY_ROWS, max_entries=20)
    alumni = FieldList(FormField(AlumnusRow), min_entries=ALUMNUS_ROWS, max_entries=20)
    schools = FieldList(FormField(SchoolRow), min_entries=SCHOOL_ROWS, max_entries=20)

    def offer(self, industries: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("Not named")))
        self.industry.choices = [none, *(SelectChoice(code, name) for code, name in industries)]

    def facts(self) -> dict[str, Any]:
        """The fields of CONTRACT.md, empty rows left out."""
        parties = [{"role": row.form.role.data, "name": row.form.name.data, "uscc": row.form.uscc.data or None}
                   for row in self.parties if row.form.name.data]  # fmt: skip
        alumni = [{"registration": row.form.registration.data or None, "name": row.form.name.data}
                  for row in self.alumni if row.form.registration.data or row.form.name.data]  # fmt: skip
        schools = [{"code": row.form.school.data} | _share(row.form.percent.data)
                   for row in self.schools if row.form.school.data]  # fmt: skip
        facts: dict[str, Any] = {
            "title": self.title.data, "category": self.category.data, "division": self.division.data,
            "amount_fen": int(self.amount.data * WAN), "currency": self.currency.data, "planned": self.planned.data,
            "rate": self.rate.data or None, "rate_on": self.rate_on.data, "rate_source": self.rate_source.data,
            "is_framework": self.is_framework.data, "follows": self.follows.data or None,
            "platform": self.platform.data, "secrecy": self.secrecy.data,
            "parties": parties, "alumni": alumni, "schools": schools or None,
        }  # fmt: skip
        return facts | ({"industry": self.industry.data} if self.industry.data else {})

    @classmethod
    def of(cls, found: Intention) -> "IntentionForm":
        """The form filled with what is recorded."""
        form = cls(
            formdata=None, title=found.title, category=found.category, division=found.division.name,
            industry=found.industry.code if found.industry else "", amount=in_wan(found.amount_fen),
            currency=found.currency, planned=found.planned, rate=found.rate or "", rate_on=found.rate_on,
            rate_source=found.rate_source, is_framework=found.is_framework, platform=found.platform,
            secrecy=found.secrecy,
            follows=found.follows.public_id if found.follows else "",
            parties=[{"role": one.role, "name": one.name, "uscc": one.uscc or ""} for one in found.parties],
            alumni=[{"registration": one.registration.code if one.registration else "", "name": one.name}
                    for one in found.alumni],
            schools=[{"school": one.school.name, "percent": Decimal(one.share) / PERCENT} for one in found.schools],
        )  # fmt: skip
        for rows in (form.parties, form.alumni, form.schools):
            if len(rows) < (rows.max_entries or 0):
                rows.append_entry()
        return form


def _share(percent: Decimal | None) -> dict[str, int]:
    return {} if percent is None else {"share": int(percent * PERCENT)}


class SignForm(BaseForm):
    """A party's yes: how, by whom, and its evidence."""

    signatory = LineField(_l("Who signs"), [DataRequired(NEEDED), at_most(200), printable])
    how = RadioField(
        _l("How"),
        choices=[SelectChoice(how, HOW_NAMES[how]) for how in (HowSigned.PAPER, HowSigned.PAD, HowSigned.IN_PERSON)],
        default=HowSigned.PAPER,
    )
    # drawn by the pad, which brings its own hidden input
    signature_png = StringField(_l("Signature"))
    scan = FileField(_l("Scan of the signed paper"), description=_l("PDF, PNG or JPEG, at most 20 MB."))
    sealed_on = DateField(_l("Official seal on the paper, seen on"), [Optional()])
    authorised_on = DateField(_l("Letter of authorisation, seen on"), [Optional()])
    reviewed_on = DateField(_l("Legality review, passed on"), [Optional()])

    def checks(self) -> dict[str, str]:
        """The checks of a paper that are ticked, with their days."""
        fields = {"sealed_on": self.sealed_on, "authorised_on": self.authorised_on, "reviewed_on": self.reviewed_on}
        return {name: field.data.isoformat() for name, field in fields.items() if field.data}


class EndForm(BaseForm):
    """Why an intention came to nothing."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200), printable])


class LinkForm(BaseForm):
    """Whom to ask for a signature by a link; with both ways the code goes by SMS, else the sender tells it."""

    signatory = LineField(_l("Who signs"), [DataRequired(NEEDED), at_most(200), printable])
    email = LineField(_l("E-mail"), [at_most(254)], description=_l("The link goes here, if there is one."))
    phone = LineField(
        _l("Phone"), [at_most(40)], description=_l("The code goes here; without an e-mail address the link does.")
    )


class CodeForm(BaseForm):
    """The code that belongs to a link, and the yes to the text."""

    code = LineField(_l("Code"), [DataRequired(NEEDED), at_most(20)])
    agreed = BooleanField(_l("I have read the text and sign it for the party named above."))


class CheckForm(BaseForm):
    """A paper whose seal somebody wants to know about."""

    file = FileField(
        _l("PDF file"),
        [FileRequired(_l("Choose the PDF file first."))],
        description=_l("At most 10 MB. The file is checked and not kept."),
    )


class MergeForm(BaseForm):
    """Which of two records of one project stays, and how one knows that they are one."""

    kept = RadioField(_l("The record that stays"))
    reason = LineField(_l("How you know that they are one project"), [DataRequired(NEEDED), at_most(200), printable])

    def offer(self, one: Intention, other: Intention) -> None:
        self.kept.choices = [
            (each.public_id, f"{each.title} · {each.platform or _('This congress')}") for each in (one, other)
        ]
        if self.kept.data is None:
            # who has accepted outcomes is the one that can stay
            self.kept.data = other.public_id if other.outcome_since and not one.outcome_since else one.public_id


class ApartForm(BaseForm):
    """Why two records are two projects."""

    reason = LineField(
        _l("How you know that they are two projects"), [DataRequired(NEEDED), at_most(200), printable],
        id="apart-reason",
    )  # fmt: skip
