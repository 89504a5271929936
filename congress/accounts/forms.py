"""What one types at the door."""

from wtforms import PasswordField
from wtforms.validators import DataRequired

from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _l


class AddressForm(BaseForm):
    """Alumni: where the one-time code goes."""

    address = LineField(_l("E-mail or phone"), [DataRequired(_l("This field is needed.")), at_most(254)])


class CodeForm(BaseForm):
    """Alumni: the six digits."""

    code = LineField(_l("Code"), [DataRequired(_l("This field is needed.")), at_most(12)])


class PasswordForm(BaseForm):
    """Staff: e-mail and password."""

    email = LineField(_l("E-mail"), [DataRequired(_l("This field is needed.")), at_most(254)])
    password = PasswordField(_l("Password"), [DataRequired(_l("This field is needed.")), at_most(200)])
