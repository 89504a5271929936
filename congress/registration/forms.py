"""What one types when registering; the shape only."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from congress.accounts.addresses import normal_email, normal_phone
from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.foundation.errors import Invalid
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l
from congress.questions.forms import AskingForm
from congress.registration.names import check_printable
from congress.registration.states import MOST_USES

NEEDED = _l("This field is needed.")
SCHOOL_ROWS = 3


def printable(_form: Any, field: Any) -> None:
    try:
        field.data = check_printable(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def normal_by(check: Any) -> Any:
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


def is_reachable(email: Field, phone: Field) -> bool:
    if email.data or phone.data or email.errors or phone.errors:
        return True
    email.errors = [str(_("An e-mail address or a phone number is needed."))]
    return False


PHOTO_HINT = _l(
    "JPEG, PNG or WebP, upright, at most 10 MB. You need not give one. Only those who review see it, it is never "
    "published or compared by machine, and it is deleted after the congress."
)


class PhotoForm(BaseForm):
    """A photo for the badge."""

    picture = FileField(_l("Photo for the badge"), description=PHOTO_HINT)


class RegisterForm(AskingForm, PersonForm):
    """The whole registration, in short parts on one page."""

    email = LineField(_l("E-mail"), [at_most(254), normal_by(normal_email)])
    phone = LineField(_l("Phone"), [at_most(40), normal_by(normal_phone)])
    invitation = LineField(_l("Invitation code"), [at_most(40)])
    schools = FieldList(FormField(SchoolRow), min_entries=SCHOOL_ROWS, max_entries=SCHOOL_ROWS)
    # only where the category is asked for one
    picture = FileField(_l("Photo for the badge"), description=PHOTO_HINT)
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
        return is_reachable(self.email, self.phone) and valid

    def chosen_tracks(self) -> Collection[str]:
        return {self.track_of[slug] for slug in self.forums.data or [] if slug in self.track_of}

    def offered_tracks(self) -> Collection[str]:
        return self.track_of.values()

    def optional_consents(self) -> dict[Purpose, bool]:
        return {purpose: bool(self[purpose.value].data) for purpose in Purpose if purpose is not Purpose.ATTEND}


def without_photo(form: type[RegisterForm]) -> type[RegisterForm]:
    """The same form, with nothing asked that nobody looks at."""
    return type(form.__name__, (form,), {"picture": None})


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


class RosterForm(BaseForm):
    """A list of people that comes as a file."""

    file = FileField(
        _l("File"), description=_l("xlsx, xls or CSV, as the office keeps it; a title above the headings may stay.")
    )


class ReasonForm(BaseForm):
    """Why a badge is made anew."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class DeputyForm(BaseForm):
    """Who comes instead, and the letter that says so."""

    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(200), printable])
    organisation = LineField(_l("Organisation"), [at_most(200), printable])
    title = LineField(_l("Position"), [at_most(200), printable])
    email = LineField(_l("E-mail"), [at_most(254), normal_by(normal_email)])
    phone = LineField(_l("Phone"), [at_most(40), normal_by(normal_phone)])
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])
    letter = FileField(_l("Letter"), description=_l("PDF, PNG or JPEG, at most 20 MB."))
    attend = BooleanField(
        PURPOSE_TEXTS[Purpose.ATTEND], [DataRequired(_l("Without this consent nobody can be registered."))]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and is_reachable(self.email, self.phone)


class ForumsForm(BaseForm):
    """The whole list of forums wanted."""

    forums = SelectMultipleField(_l("Forums"), choices=[], validate_choice=False)


class InviteForm(BaseForm):
    """Whom to invite: a line for each, `name` or `name, e-mail or phone`."""

    guests = ParagraphsField(
        _l("Guests"),
        [DataRequired(NEEDED), at_most(20_000)],
        description=_l("One line each: a name, and after a comma an e-mail address or a phone number if known."),
    )
    category = SelectField(_l("Category"), choices=[])
    uses = NumberField(
        _l("Uses of each code"),
        [InputRequired(NEEDED), NumberRange(1, MOST_USES, _l("Between 1 and 1000."))],
        default=1,
        description=_l("More than one for a company or an association that hands one code to its people."),
    )
    forum = SelectField(_l("Forum with a reserved seat"), choices=[])
    language = SelectField(
        _l("Language of badge and messages"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )
    expires_at = DateTimeLocalField(_l("Valid until"), [InputRequired(NEEDED)])

    def offer(self, categories: Sequence[SelectChoice], forums: Sequence[SelectChoice]) -> None:
        self.category.choices = list(categories)
        self.forum.choices = [SelectChoice("", str(_("None"))), *forums]

    def lines(self) -> list[tuple[str, str | None, str | None]]:
        """(name, e-mail, phone) of each line; raises Invalid that names the line."""
        return [_guest(number, line) for number, line in enumerate(self.guests.data.split("\n"), 1) if line.strip()]


def _guest(number: int, line: str) -> tuple[str, str | None, str | None]:
    name, _comma, address = (part.strip() for part in line.replace("，", ",").partition(","))
    try:
        if not name:
            raise ValueError(str(_("A name is needed.")))
        check_printable(name)
        if not address:
            return name, None, None
        return (name, normal_email(address), None) if "@" in address else (name, None, normal_phone(address))
    except ValueError as error:
        text = _("Line %(number)s: %(error)s", number=number, error=error)
        raise Invalid.field("guests", text) from None


class EmptyForm(BaseForm):
    """A button; the CSRF token is all it carries."""
