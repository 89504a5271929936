"""What is typed about the ceremony; the shape only."""

from wtforms import BooleanField
from wtforms.validators import DataRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _l
from congress.signing.forms import NEEDED, printable

MOST_POSITION = 10_000
POSITION = NumberRange(1, MOST_POSITION, _l("A place in the order, from 1."))


class BatchForm(BaseForm):
    """A group of the ceremony."""

    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200), printable])
    title_en = LineField(_l("Title in English"), [at_most(200), printable])
    place = NumberField(_l("Place in the order"), [Optional(), POSITION])


class PlaceForm(BaseForm):
    """Where ticked agreements go: into a group, or out of the ceremony."""

    batch = NumberField(_l("Group"), [Optional()])
    position = NumberField(_l("Place in the group"), [Optional(), POSITION])


class SignatoryForm(BaseForm):
    """Who signs for a party."""

    party = NumberField(_l("Party"), [Optional()])
    name = LineField(_l("Signatory"), [DataRequired(NEEDED), at_most(200), printable])
    post = LineField(_l("Post"), [at_most(200), printable])
    registration = LineField(
        _l("Registration code"), [at_most(20)], description=_l("With it the console shows whether they are here.")
    )
    reason = LineField(
        _l("Reason for the change"), [at_most(500)], description=_l("Needed when somebody else was named before.")
    )


class CueForm(BaseForm):
    """A key on the stage's desk, with the cue that its presser saw."""

    act = LineField(_l("Act"), [DataRequired(NEEDED)])
    seen = NumberField(_l("Cue"), [NumberRange(0)])


class TotalsForm(BaseForm):
    """Whether screens may tell the sum of money."""

    released = BooleanField(_l("Released"))
