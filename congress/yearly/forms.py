"""What is typed about a yearly report; the shape only."""

from wtforms.validators import DataRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _l
from congress.yearly.actions import OLDEST

NEEDED = _l("This field is needed.")
LATEST = 9999


class FreezeForm(BaseForm):
    """The counting year to be frozen."""

    period = NumberField(
        _l("Counting year"), [Optional(), NumberRange(OLDEST, LATEST, _l("This number is not possible."))],
        description=_l("By the year in which it ends; empty for the running one."),
    )  # fmt: skip


class ReleaseForm(BaseForm):
    """By which paper a report is released."""

    document_number = LineField(_l("Document number"), [DataRequired(NEEDED), at_most(80)])


class ReportWithdrawalForm(BaseForm):
    """Why a report is dropped."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(500)])
