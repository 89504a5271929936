"""What is typed in a review; the shape only."""

from wtforms import FileField
from wtforms.validators import DataRequired

from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _l

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
