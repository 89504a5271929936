"""What is typed about days, publications and objections; the shape only."""

from datetime import date
from typing import Any

from wtforms import DateField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l

NEEDED = _l("This field is needed.")
FIRST_DAY, LAST_DAY = date(2004, 1, 1), date(2200, 1, 1)


class ObjectionForm(BaseForm):
    """What somebody holds against a publication, under their name."""

    objector = LineField(_l("Who objects"), [DataRequired(NEEDED), at_most(200)])
    text = ParagraphsField(_l("What is wrong"), [DataRequired(NEEDED), at_most(5000)])


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
    answer = ParagraphsField(_l("Answer"), [DataRequired(NEEDED), at_most(5000)])


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


class EmptyForm(BaseForm):
    """A button; the CSRF token is all it carries."""
