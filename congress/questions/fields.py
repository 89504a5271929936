"""The fields of single questions: which shape an answer has while it is typed."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_wtf.file import FileField
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, FileInput, HiddenInput, ListWidget

from congress.foundation.forms import LineField, NumberField, ParagraphsField, at_most, credit_code, whole_fen
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.identity_numbers import resident_number
from congress.foundation.uploads import SUFFIX
from congress.questions.rules import Question
from congress.questions.states import CHOOSING, KEPT, NAMING, Kind

MOST_WAN = 10**9
ACCEPTED = ",".join(SUFFIX[kind] for kind in ("application/pdf", "image/png", "image/jpeg"))


class MultiCheckboxField(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _FileWidget:
    """The file that stands already goes along under a name of ours until another is chosen."""

    def __call__(self, field: "AnswerFileField", **attributes: Any) -> Markup:
        chooser: Markup = FileInput()(field, accept=ACCEPTED, **attributes)
        return chooser + HiddenInput()(field, id=f"{field.id}-kept", value=KEPT) if field.stands else chooser


class AnswerFileField(FileField):
    """A file; `stands` says that one was sent before, whose name is `standing` where it is known."""

    widget = _FileWidget()
    stands = False
    standing = ""
    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.stands = KEPT in valuelist
        files = [value for value in valuelist if isinstance(value, FileStorage) and value]
        self.data = files[0] if files else KEPT if self.stands else None


def _payable(_form: Any, field: Any) -> None:
    if field.data is not None and (not field.data.is_finite() or not 0 <= field.data <= MOST_WAN):
        raise ValidationError(_("An amount that is not negative is expected."))


def _resident(_form: Any, field: Any) -> None:
    """One that is masked was given before: whoever keeps the answers compares it with what stands."""
    if field.data and "*" not in field.data:
        try:
            field.data = resident_number(field.data)
        except ValueError:
            raise ValidationError(_("No card has this number. Please check each digit.")) from None


def _naming(kind: Kind) -> tuple[type[Field], dict[str, Any]]:
    """What is typed is completed from a list on the page."""
    return LineField, {"validators": [at_most(200)], "render_kw": {"list": f"names-{kind}", "autocomplete": "off"}}


# no draft of it stays in the browser
SECRET = {"autocomplete": "off", "data-secret": True}
FIELDS: Mapping[Kind, tuple[type[Field], dict[str, Any]]] = {
    Kind.TEXT: (LineField, {"validators": [at_most(200)]}),
    Kind.LONG: (ParagraphsField, {"validators": [at_most(5000)]}),
    Kind.NUMBER: (NumberField, {"validators": [Optional()]}),
    Kind.MONEY: (DecimalField, {"validators": [Optional(), _payable, whole_fen], "places": None}),
    Kind.DATE: (DateField, {"validators": [Optional()]}),
    Kind.CHOICE: (SelectField, {"default": ""}),
    Kind.CHOICES: (MultiCheckboxField, {}),
    Kind.CONSENT: (BooleanField, {}),
    Kind.USCC: (LineField, {"validators": [at_most(40), credit_code]}),
    Kind.FILE: (AnswerFileField, {}),
    Kind.IDENTITY: (LineField, {"validators": [at_most(40), _resident], "render_kw": SECRET}),
    **{kind: _naming(kind) for kind in NAMING},
}


def field_for(question: Question, full: Collection[tuple[str, str]]) -> Any:
    """A field with the question's words; `full` are the choices without a seat."""
    field, facts = FIELDS[question.kind]
    if question.kind in CHOOSING:
        first = [SelectChoice("", str(_("Please choose")))] if question.kind is Kind.CHOICE else []
        facts = facts | {"choices": [*first, *_choices(question, full)]}
    return field(label=pick(question.label_zh, question.label_en), description=_hint(question), **facts)


def _hint(question: Question) -> str:
    """What is meant, what the answer is for, and for how long it is kept where that is told."""
    purpose = pick(question.purpose_zh, question.purpose_en)
    hints = [pick(question.help_zh, question.help_en), _("Asked for: %(purpose)s", purpose=purpose)]
    if question.keep_days is not None:
        hints.append(
            ngettext(
                "Kept for %(num)s day after the congress.", "Kept for %(num)s days after the congress.",
                question.keep_days,
            )
        )  # fmt: skip
    return " ".join(str(hint) for hint in hints if hint)


def _choices(question: Question, full: Collection[tuple[str, str]]) -> list[SelectChoice]:
    return [
        SelectChoice(
            option.zh,
            f"{pick(option.zh, option.en)} ({_('no seat left')})"
            if (question.key, option.zh) in full
            else pick(option.zh, option.en),
        )
        for option in question.options
    ]
