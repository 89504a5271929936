"""What organisers type about doubles; the shape only."""

from wtforms import RadioField
from wtforms.validators import DataRequired

from congress.alumni.models import Person
from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _, _l
from congress.people.rules import FIELD_NAMES

NEEDED = _l("This field is needed.")


class PairForm(BaseForm):
    """Two people who are registered here, by their codes."""

    one = LineField(_l("Registration code of the one"), [DataRequired(NEEDED), at_most(10)])
    two = LineField(_l("Registration code of the other"), [DataRequired(NEEDED), at_most(10)])


class ApartForm(BaseForm):
    """Why two records are two people."""

    reason = LineField(_l("How you know that these are two people"), [DataRequired(NEEDED), at_most(200)])


class MergeForm(BaseForm):
    """Field by field, which of two values stays: the kept record's or the other's."""

    name = RadioField(FIELD_NAMES["name"])
    family_name = RadioField(FIELD_NAMES["family_name"])
    given_name = RadioField(FIELD_NAMES["given_name"])
    organisation = RadioField(FIELD_NAMES["organisation"])
    title = RadioField(FIELD_NAMES["title"])
    email = RadioField(FIELD_NAMES["email"])
    phone = RadioField(FIELD_NAMES["phone"])
    nationality = RadioField(FIELD_NAMES["nationality"])

    def offer(self, kept: Person, gone: Person) -> None:
        """The two values of each field; where one says nothing, the other is proposed."""
        for name in FIELD_NAMES:
            values = [getattr(one, name) or "" for one in (kept, gone)]
            self[name].choices = [("kept", values[0] or _("(nothing)")), ("other", values[1] or _("(nothing)"))]
            if self[name].data is None:
                self[name].data = "kept" if values[0] or not values[1] else "other"

    @property
    def differing(self) -> list[RadioField]:
        """The fields in which there is something to choose."""
        return [self[name] for name in FIELD_NAMES if self[name].choices[0][1] != self[name].choices[1][1]]

    @property
    def taken_over(self) -> list[str]:
        return [name for name in FIELD_NAMES if self[name].data == "other"]
