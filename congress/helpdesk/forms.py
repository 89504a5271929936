"""What callers and officers type; the shape only."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from congress.accounts.addresses import read_address
from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l
from congress.helpdesk.states import FIELD_NAMES

NEEDED = _l("This field is needed.")
BEST = 5


def _reachable(_form: Any, field: Any) -> None:
    try:
        field.data = read_address(field.data).text
    except ValueError as error:
        raise ValidationError(str(error)) from None


class CallForm(BaseForm):
    """A call."""

    field = SelectField(
        _l("What it is about"), choices=[SelectChoice(field, name) for field, name in FIELD_NAMES.items()]
    )
    subject = LineField(_l("In one line"), [DataRequired(NEEDED), at_most(200)])
    text = ParagraphsField(_l("What you need"), [DataRequired(NEEDED), at_most(5000)])
    division = LineField(_l("Prefecture or county"), [at_most(60)])
    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(200)])
    contact = LineField(_l("E-mail or phone"), [DataRequired(NEEDED), at_most(254), _reachable])


class NoteForm(BaseForm):
    """What was done, asked, or decided."""

    text = ParagraphsField(_l("Note"), [DataRequired(NEEDED), at_most(5000)])


class CloseForm(BaseForm):
    """The caller's judgement."""

    rating = RadioField(
        _l("How were you helped?"),
        choices=[SelectChoice(str(stars), "★" * stars) for stars in range(BEST, 0, -1)],
        validators=[InputRequired(NEEDED)],
    )
    opinion = ParagraphsField(_l("What you want to say about it"), [at_most(2000)])
