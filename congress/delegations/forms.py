"""What organisers, contacts and nominees type; the shape only."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.accounts.addresses import normal_email, normal_phone
from congress.alumni.actions import PersonFacts
from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.delegations.states import LAST_RANK, MOST_PLACES, UNIT_NAMES
from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _, _l, pick
from congress.programme.models import Category
from congress.registration.forms import NEEDED, PersonForm, is_reachable, normal_by

PLACES = "places_"


def _address_fields() -> tuple[LineField, LineField]:
    return (
        LineField(_l("E-mail"), [at_most(254), normal_by(normal_email)]),
        LineField(_l("Phone"), [at_most(40), normal_by(normal_phone)]),
    )


class TermsForm(BaseForm):
    """What a unit is given; `terms_form` adds the places of each category."""

    unit = SelectField(_l("Unit"), choices=[SelectChoice(one, name) for one, name in UNIT_NAMES.items()])
    name = LineField(
        _l("Name of the unit"), [DataRequired(NEEDED), at_most(200)],
        description=_l("Of a school or a place: its name or code; its account then sees the delegation at its desk."),
    )  # fmt: skip
    contact_name = LineField(_l("Contact person"), [DataRequired(NEEDED), at_most(200)])
    email, phone = _address_fields()
    language = SelectField(
        _l("Language of messages"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )
    deadline = DateTimeLocalField(
        _l("Deadline"), [InputRequired(NEEDED)], description=_l("Times are those of Changsha.")
    )

    def places(self, categories: Sequence[Category]) -> Mapping[Category, int]:
        return {category: self[PLACES + category.slug].data or 0 for category in categories}


def terms_form(categories: Sequence[Category], **given: Any) -> TermsForm:
    """The form with a number for each category."""
    numbers = {
        PLACES + category.slug: NumberField(
            _("Places: %(category)s", category=pick(category.name_zh, category.name_en)),
            [Optional(), NumberRange(0, MOST_PLACES, _l("Between 0 and 10000."))],
        )
        for category in categories
    }
    form: TermsForm = type("TermsFormOfCategories", (TermsForm,), numbers)(**given)
    return form


class DataForm(PersonForm):
    """Who somebody is and how they are reached."""

    email, phone = _address_fields()

    def facts(self, organisation: str = "") -> PersonFacts:
        """Who has no unit belongs to the given one."""
        return PersonFacts(
            name=self.name.data, email=self.email.data or None, phone=self.phone.data or None,
            organisation=self.organisation.data or organisation, title=self.title.data,
        )  # fmt: skip


class ReplaceForm(DataForm):
    """Who takes over a place; without an address the contact's word is all there will be."""


class NomineeForm(DataForm):
    """Whom the contact names; an address is asked for and may be missing."""

    is_head = BooleanField(_l("Head of the delegation"))
    rank = NumberField(
        _l("Rank"), [Optional(), NumberRange(1, LAST_RANK, _l("Between 1 and 9999."))],
        description=_l("1 stands first; who has none follows by the strokes of the surname."),
    )  # fmt: skip


class NominateForm(NomineeForm):
    """Somebody new, on a place of a category."""

    category = SelectField(_l("Category"), choices=[])

    def offer(self, categories: Sequence[Category]) -> None:
        self.category.choices = [SelectChoice(one.slug, pick(one.name_zh, one.name_en)) for one in categories]


class CompleteForm(DataForm):
    """One's own data, and one's own consent."""

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

    def changes(self) -> dict[str, Any]:
        told = {name: self[name].data for name in ("name", "organisation", "title", "language")}
        told |= {name: self[name].data or None for name in ("email", "phone")}
        return told | {"consents": {purpose: bool(self[purpose.value].data) for purpose in Purpose}}


class ListForm(BaseForm):
    """A list of the delegation's people."""

    file = FileField(
        _l("List"),
        description=_l("xlsx or CSV with a header: 姓名, 单位, 职务, 手机, 邮箱, 类别. All rows are stored or none."),
    )
