"""What is typed in a review; the shape only."""

from wtforms import FileField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import LazyString, _l
from congress.review.rules import OFFICE_NAMES, Office
from congress.schools.states import SchoolKind

NEEDED = _l("This field is needed.")


class BatchForm(BaseForm):
    """Why those who are refused are refused; who is meant stands beside it."""

    reason = LineField(_l("Reason, told to those who are refused"), [at_most(200)])


class QuestionForm(BaseForm):
    """What is missing."""

    question = ParagraphsField(_l("What the person is asked for"), [DataRequired(NEEDED), at_most(500)])


class AnswerForm(BaseForm):
    """What was asked for: in words, as a file, or both."""

    answer = ParagraphsField(_l("Your answer"), [at_most(2000)])
    file = FileField(_l("File"), description=_l("PDF, PNG or JPEG, at most 20 MB."))


def _offices(label: LazyString) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=[SelectChoice(office, name) for office, name in OFFICE_NAMES.items()],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip


class ChainsForm(BaseForm):
    """The offices for each kind of school; they speak from below, whatever the order of the ticks."""

    university = _offices(_l("Offices that agree to alumni of universities"))
    school = _offices(_l("Offices that agree to alumni of high schools"))

    def chains(self) -> dict[str, list[Office]]:
        return {kind: [Office(one) for one in self[kind].data or []] for kind in SchoolKind}


class CountyForm(BaseForm):
    """Under which county's education office a school is."""

    school = LineField(_l("High school, by name or code"), [DataRequired(NEEDED), at_most(120)])
    county = LineField(_l("County, by name or code; empty for the prefecture's own"), [at_most(80)])
