"""Forms: the shape of input only. CSRF is checked for every form by the app; rules live in the actions."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError
from wtforms import Field, IntegerField, StringField, TextAreaField, ValidationError

from congress.foundation.errors import DomainError, Invalid
from congress.foundation.i18n import LazyString, _, _l, language
from congress.foundation.money import WAN
from congress.foundation.texts import clean_line, clean_text

MOST_DIGITS = 15


class BaseForm(FlaskForm):
    """What every form inherits: messages in the reader's language, refusals shown at their field."""

    class Meta(FlaskForm.Meta):
        @property
        def locales(self) -> list[str]:
            return ["zh"] if language() == "zh" else ["en"]

        cache_translations = False

    def show(self, error: DomainError) -> None:
        """Put a refusal where the person looks: at its fields, else above the form."""
        for fault in error.errors or []:
            field = self._fields.get(fault["field"].split(".")[0])
            if field is not None:
                field.errors = [*field.errors, fault["message"]]
        if not isinstance(error, Invalid) or not error.errors:
            self.form_errors.append(str(error))


class LineField(StringField):
    """One clean line of text; what was typed stays in the field when it is refused."""

    data: Any

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 -- signature of WTForms
        self.data = _checked(self.data, clean_line)


class ParagraphsField(TextAreaField):
    """Several clean lines of text."""

    data: Any

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 -- signature of WTForms
        self.data = _checked(self.data, clean_text)


class NumberField(IntegerField):
    """A whole number of at most fifteen digits, so that each database and each program takes it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0].strip()) > MOST_DIGITS:
            self.data = None
            raise ValueError(_("This number is too long."))
        super().process_formdata(valuelist)


def _checked(text: str | None, check: Any) -> str:
    try:
        cleaned: str = check(text or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None
    return cleaned


def submitted(form: BaseForm) -> bool:
    """Whether the form was sent and its shape is right."""
    return request.method == "POST" and bool(form.validate())


def at_most(length: int) -> Any:
    """A validator: no more than `length` characters."""

    def check(_form: Any, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise ValidationError(_("At most %(length)s characters are accepted.", length=length))

    return check


def in_parts(of_one: int, refusal: LazyString) -> Any:
    """A validator: the number is a whole count of the parts of which one has so many, such as fen of a yuan."""

    def check(_form: Any, field: Any) -> None:
        if field.data is not None and (not field.data.is_finite() or field.data * of_one != int(field.data * of_one)):
            raise ValidationError(str(refusal))

    return check


# of an amount in 万元
whole_fen = in_parts(WAN, _l("An amount has at most six decimals in ten thousand yuan: one fen."))


def credit_code(_form: Any, field: Field) -> None:
    """A validator: a unified social credit code 统一社会信用代码 of GB 32100, or nothing."""
    if field.data:
        try:
            field.data = str(uscc.validate(field.data))
        except NumberError:
            raise ValidationError(_("This is no unified social credit code.")) from None
