"""What one types when registering; the shape only."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from congress.accounts.addresses import normal_email, normal_phone
from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _, _l
from congress.registration.names import check_printable

NEEDED = _l("This field is needed.")
SCHOOL_ROWS = 3


def printable(_form: Any, field: Any) -> None:
    try:
        field.data = check_printable(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _normal(check: Any) -> Any:
    def validate(_form: Any, field: Any) -> None:
        if field.data:
            try:
                field.data = check(field.data)
            except ValueError as error:
                raise ValidationError(str(error)) from None

    return validate


class SchoolRow(Form):
    """One school that somebody went to, by name or code, with the year."""

    class Meta:
        csrf = False

    school = LineField(_l("School"), [at_most(120)])
    graduated = NumberField(_l("Year of graduation"), [Optional(), NumberRange(1900, 2100, _l("A year is expected."))])


class PersonForm(BaseForm):
    """Who comes: shared by registering and by changing it later."""

    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(200), printable])
    organisation = LineField(_l("Organisation"), [at_most(200), printable])
    title = LineField(_l("Position"), [at_most(200), printable])
    language = SelectField(
        _l("Language of badge and messages"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )


class RegisterForm(PersonForm):
    """The whole registration, in four short parts on one page."""

    email = LineField(_l("E-mail"), [at_most(254), _normal(normal_email)])
    phone = LineField(_l("Phone"), [at_most(40), _normal(normal_phone)])
    schools = FieldList(FormField(SchoolRow), min_entries=SCHOOL_ROWS, max_entries=SCHOOL_ROWS)
    forums = SelectMultipleField(_l("Forums"), choices=[], validate_choice=False)
    attend = BooleanField(
        PURPOSE_TEXTS[Purpose.ATTEND], [DataRequired(_l("Without this consent nobody can be registered."))]
    )
    share_with_place = BooleanField(PURPOSE_TEXTS[Purpose.SHARE_WITH_PLACE])
    publish = BooleanField(PURPOSE_TEXTS[Purpose.PUBLISH])
    photo = BooleanField(PURPOSE_TEXTS[Purpose.PHOTO])
    keep_after = BooleanField(PURPOSE_TEXTS[Purpose.KEEP_AFTER])

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not self.email.data and not self.phone.data and not self.email.errors and not self.phone.errors:
            self.email.errors = [str(_("An e-mail address or a phone number is needed."))]
            return False
        return valid

    def optional_consents(self) -> dict[Purpose, bool]:
        return {purpose: bool(self[purpose.value].data) for purpose in Purpose if purpose is not Purpose.ATTEND}


class WalkInForm(RegisterForm):
    """Somebody who stands at the desk: registered by the organiser, also after the closing time."""

    category = SelectField(_l("Category"), choices=[])

    def offer(self, categories: Sequence[SelectChoice]) -> None:
        self.category.choices = list(categories)


class StaffPersonForm(PersonForm):
    """What the organiser corrects; another category means another badge."""

    category = SelectField(_l("Category"), choices=[])

    def offer(self, categories: Sequence[SelectChoice]) -> None:
        self.category.choices = list(categories)


class ReasonForm(BaseForm):
    """Why a badge is made anew."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class ForumsForm(BaseForm):
    """The whole list of forums wanted."""

    forums = SelectMultipleField(_l("Forums"), choices=[], validate_choice=False)


class EmptyForm(BaseForm):
    """A button; the CSRF token is all it carries."""
