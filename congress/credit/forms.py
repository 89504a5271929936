"""What is typed about publications and objections; the shape only."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l

NEEDED = _l("This field is needed.")


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


class EmptyForm(BaseForm):
    """A button; the CSRF token is all it carries."""
