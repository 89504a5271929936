"""What somebody says who takes a list out; the shape only."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from congress.exports.actions import Wish
from congress.exports.states import FORM_NAMES, Form
from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _l


class ExportForm(BaseForm):
    """As what, and with which columns."""

    form = RadioField(
        _l("Kind of file"), choices=[SelectChoice(one, name) for one, name in FORM_NAMES.items()], default=Form.XLSX
    )
    personal = BooleanField(_l("With the columns about persons"))
    reason = LineField(_l("What the names and addresses are needed for"), [at_most(200)])

    def wish(self, narrowed: dict[str, str]) -> Wish:
        return Wish(
            form=Form(self.form.data), narrowed=narrowed, personal=bool(self.personal.data),
            reason=self.reason.data or "",
        )  # fmt: skip
