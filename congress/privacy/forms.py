"""What people and organisers type about rights; the shape only."""

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l
from congress.privacy.states import DOCUMENT_NAMES, KEPT_NAMES, RIGHT_NAMES, VIEW_REASON_NAMES

NEEDED = _l("This field is needed.")


class CodeForm(BaseForm):
    """The second confirmation."""

    code = LineField(_l("One-time code"), [DataRequired(NEEDED), at_most(10)])


class IdentityForm(BaseForm):
    """The number of a document, with a consent of its own that nobody ticks beforehand."""

    kind = SelectField(
        _l("Kind of document"), choices=[SelectChoice(kind, name) for kind, name in DOCUMENT_NAMES.items()]
    )
    number = LineField(_l("Number of the document"), [DataRequired(NEEDED), at_most(40)])
    consent = BooleanField(
        _l("I agree that this number is kept, sealed, for the purpose above and for nothing else."),
        [DataRequired(_l("Without this consent the number is not kept."))],
    )


class LetterForm(BaseForm):
    """A request that came by letter."""

    claim = SelectField(_l("What is asked for"), choices=[SelectChoice(one, name) for one, name in RIGHT_NAMES.items()])
    sender = LineField(_l("Sender"), [DataRequired(NEEDED), at_most(200)])
    code = LineField(_l("Registration code of the person"), [at_most(10)])
    received_on = DateField(_l("Received on"), [InputRequired(NEEDED)])
    note = ParagraphsField(_l("What the letter says"), [at_most(2000)])


class AnswerForm(BaseForm):
    """How a request was answered."""

    answer = ParagraphsField(_l("Answer"), [at_most(2000)])


class TermsForm(BaseForm):
    """Whether numbers of identity documents are asked for."""

    is_asked = BooleanField(_l("Ask for the number of an identity document"))
    why_zh = LineField(_l("What it is needed for, in Chinese"), [at_most(300)])
    why_en = LineField(_l("What it is needed for, in English"), [at_most(300)])


class ReasonForm(BaseForm):
    """Why somebody reads a whole number."""

    reason = SelectField(
        _l("Why do you need the whole number?"),
        choices=[SelectChoice(one, name) for one, name in VIEW_REASON_NAMES.items()],
    )


class RetentionForm(BaseForm):
    """The last day on which something is kept."""

    kind = SelectField(_l("Kind of data"), choices=[SelectChoice(one, name) for one, name in KEPT_NAMES.items()])
    until = DateField(_l("Last day"), [InputRequired(NEEDED)])


class PoliceListForm(BaseForm):
    """By which letter the police ask for the list."""

    letter = LineField(_l("Number of the letter that asks for the list"), [DataRequired(NEEDED), at_most(60)])


class PoliceResultsForm(BaseForm):
    """What came back."""

    file = FileField(_l("Sheet (xlsx or CSV)"))
