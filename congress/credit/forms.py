"""What is typed about days, publications and objections; the shape only."""

from datetime import date
from typing import Any

from wtforms import DateField, DateTimeLocalField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from congress.credit.objections import Grievance
from congress.credit.rule_sets import LONGEST
from congress.credit.states import EDGE_NAMES, OBJECTOR_NAMES, Edge, EntityKind, ObjectorKind
from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l
from congress.schools.states import KIND_NAMES

NEEDED = _l("This field is needed.")
FIRST_DAY, LAST_DAY = date(2004, 1, 1), date(2200, 1, 1)


class ComputeForm(BaseForm):
    """What the secretariat decides about those who are level over the last place."""

    edge = RadioField(
        _l("Level over the last place"),
        choices=[SelectChoice(key.value, label) for key, label in EDGE_NAMES.items()],
        default=Edge.ALL.value,
    )


class ReviewForm(BaseForm):
    """What the joint review notes."""

    note = LineField(_l("What the review looked at"), [at_most(500)])


class SignOffForm(BaseForm):
    """The paper by which a board is signed off."""

    document_number = LineField(_l("Document number"), [DataRequired(NEEDED), at_most(80)])
    note = LineField(_l("Who signed"), [DataRequired(NEEDED), at_most(500)])


class AnnounceForm(BaseForm):
    """Who takes objections."""

    authority = LineField(_l("Authority that takes objections"), [DataRequired(NEEDED), at_most(200)])
    phone = LineField(_l("Telephone"), [DataRequired(NEEDED), at_most(200)])
    address = LineField(_l("Address"), [DataRequired(NEEDED), at_most(200)])


class WithdrawForm(BaseForm):
    """Why a board is dropped before anybody saw it."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(500)])


class CorrectionForm(BaseForm):
    """A public notice beside a final board."""

    text_zh = ParagraphsField(_l("Notice in Chinese"), [DataRequired(NEEDED), at_most(5000)])
    text_en = ParagraphsField(_l("Notice in English"), [at_most(5000)])


class ObjectionForm(BaseForm):
    """What somebody holds against a publication: under seal, under their name, or as a hint."""

    kind = RadioField(
        _l("Who objects"),
        choices=[SelectChoice(key.value, label) for key, label in OBJECTOR_NAMES.items()],
        default=ObjectorKind.PERSON.value,
        validators=[InputRequired(NEEDED)],
    )  # fmt: skip
    objector = LineField(_l("Name of the person or unit"), [at_most(200)])
    contact = LineField(_l("How to reach you"), [at_most(200)])
    letter = LineField(_l("Number of the sealed letter"), [at_most(80)])
    text = ParagraphsField(_l("What is wrong"), [DataRequired(NEEDED), at_most(5000)])

    def grievance(self) -> Grievance:
        return Grievance(
            kind=ObjectorKind(self.kind.data), objector=self.objector.data, contact=self.contact.data,
            letter=self.letter.data, text=self.text.data,
        )  # fmt: skip


class DecisionForm(BaseForm):
    """What the secretariat answers."""

    verdict = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("dismissed", _l("Dismiss it: the board stands")),
            SelectChoice("upheld", _l("Uphold it: the publication will be withdrawn")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    answer = ParagraphsField(_l("Reason"), [DataRequired(NEEDED), at_most(5000)])


class DayForm(BaseForm):
    """Whether a day is worked, and on what ground."""

    day = DateField(_l("Day"), [InputRequired(NEEDED)])
    working = RadioField(
        _l("It is"),
        choices=[SelectChoice("yes", _l("a working day")), SelectChoice("no", _l("a day off"))],
        validators=[InputRequired(NEEDED)],
    )
    note = LineField(_l("On what ground"), [DataRequired(NEEDED), at_most(200)])

    def validate_day(self, field: Any) -> None:
        """Raises ValidationError for a year that nobody plans in."""
        if field.data is not None and not FIRST_DAY <= field.data < LAST_DAY:
            raise ValidationError(_l("This day is out of reach."))


class DisputeForm(BaseForm):
    """Who claims the credit of an intention."""

    intention = LineField(_l("Intention"), [DataRequired(NEEDED), at_most(26)])
    kind = SelectField(
        _l("Between"), choices=[SelectChoice(kind.value, KIND_NAMES[kind.value]) for kind in EntityKind]
    )  # fmt: skip
    entities = ParagraphsField(_l("Who claims it"), [DataRequired(NEEDED), at_most(2000)])
    reason = ParagraphsField(_l("What they claim"), [DataRequired(NEEDED), at_most(5000)])

    def names(self) -> list[str]:
        """One name or code in each line."""
        return [line.strip() for line in self.entities.data.splitlines() if line.strip()]


class StatementForm(BaseForm):
    """What a party says."""

    entity = SelectField(_l("For"), choices=[], validate_choice=False)
    text = ParagraphsField(_l("Statement"), [DataRequired(NEEDED), at_most(5000)])


class DisputeDecisionForm(BaseForm):
    """The decision of somebody outside; the shares stand beside it, one for each party."""

    verdict = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("stands", _l("The shares stay as they are")),
            SelectChoice("divided", _l("Divide anew what the parties hold together")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    reason = ParagraphsField(_l("Reason"), [DataRequired(NEEDED), at_most(5000)])


class RulesForm(BaseForm):
    """The text of a rule set."""

    # not cleaned as prose: the reader of rules refuses what does not belong in it
    text = TextAreaField(_l("Text"), [DataRequired(NEEDED), at_most(LONGEST)])


class ForceForm(BaseForm):
    """From when a draft counts; the clock is that of the congress's place."""

    valid_from = DateTimeLocalField(_l("Valid from"), [InputRequired(NEEDED)])
