"""What one types at the door."""

from collections.abc import Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, PasswordField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo

from congress.accounts.addresses import normal_email
from congress.accounts.models import User
from congress.accounts.states import ROLE_NAMES, SCOPE_OF_ROLE, STAFF, Role, ScopeKind
from congress.foundation.access import Grant
from congress.foundation.endpoint import known_scopes
from congress.foundation.errors import Invalid
from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _, _l

ROLE_ROWS = 4
STAFF_ROLES = [SelectChoice("", "–"), *(SelectChoice(role, ROLE_NAMES[role]) for role in Role if role in STAFF)]


class AddressForm(BaseForm):
    """Alumni: where the one-time code goes."""

    address = LineField(_l("E-mail or phone"), [DataRequired(_l("This field is needed.")), at_most(254)])


class CodeForm(BaseForm):
    """Alumni: the six digits."""

    code = LineField(_l("One-time code"), [DataRequired(_l("This field is needed.")), at_most(12)])


class PasswordForm(BaseForm):
    """Staff: e-mail and password."""

    email = LineField(_l("E-mail"), [DataRequired(_l("This field is needed.")), at_most(254)])
    password = PasswordField(_l("Password"), [DataRequired(_l("This field is needed.")), at_most(200)])


class SecondCodeForm(BaseForm):
    """The second step: a code of the app, of the phone or of the paper."""

    code = LineField(_l("One-time code"), [DataRequired(_l("This field is needed.")), at_most(30)])


class ProofForm(BaseForm):
    """One's password again, before the account is changed."""

    password = PasswordField(_l("Password"), [DataRequired(_l("This field is needed.")), at_most(200)])


class OwnPasswordForm(BaseForm):
    """Another password for oneself."""

    password = PasswordField(
        _l("New password"), [DataRequired(_l("This field is needed.")), at_most(200)],
        description=_l("Ten characters at least."),
    )  # fmt: skip
    again = PasswordField(
        _l("New password once more"),
        [DataRequired(_l("This field is needed.")), EqualTo("password", _l("The two are not the same."))],
    )


class ForgottenForm(BaseForm):
    """Staff who forgot their password."""

    email = LineField(_l("E-mail"), [DataRequired(_l("This field is needed.")), at_most(254)])


class PhoneForm(BaseForm):
    """Where codes for the second step go."""

    phone = LineField(_l("Phone"), [DataRequired(_l("This field is needed.")), at_most(30)])


class ReasonForm(BaseForm):
    """Why somebody's factors are taken away."""

    reason = LineField(_l("Reason"), [DataRequired(_l("This field is needed.")), at_most(200)])


def _address(_form: Any, field: Any) -> None:
    try:
        field.data = normal_email(field.data)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class GrantRow(Form):
    """One role, with the code that it is limited to where it needs one."""

    class Meta:
        csrf = False

    role = SelectField(_l("Role"), choices=STAFF_ROLES)
    scope = LineField(_l("Limited to"), [at_most(60)])


def read_grants(rows: Sequence[Any]) -> list[Grant]:
    """The roles of the filled rows; a verifier's scope is `province` or the code of a division."""
    grants = []
    for row in rows:
        if not row.form.role.data:
            continue
        role, code = Role(row.form.role.data), row.form.scope.data or None
        kinds = SCOPE_OF_ROLE.get(role, frozenset())
        if role is Role.VERIFIER and code in {None, ScopeKind.PROVINCE}:
            grants.append(Grant(role, ScopeKind.PROVINCE, None))
        elif kinds:
            kind = next(kind for kind in kinds if kind is not ScopeKind.PROVINCE)
            grants.append(Grant(role, kind, code))
        else:
            grants.append(Grant(role))
    return grants


class GrantsForm(BaseForm):
    """Exactly the roles that a user has."""

    roles = FieldList(FormField(GrantRow), min_entries=ROLE_ROWS, max_entries=10)

    def grants(self) -> list[Grant]:
        """Raises Invalid for none: an account that is not needed is closed."""
        grants = read_grants(self.roles)
        if not grants:
            raise Invalid.field("roles", _("At least one role is needed; an account that is not is closed."))
        return grants

    @classmethod
    def of(cls, user: User) -> "GrantsForm":
        return cls(formdata=None, roles=[{"role": one.role, "scope": one.scope_code or ""} for one in user.grants])


class NewUserForm(GrantsForm):
    """A staff account."""

    email = LineField(_l("E-mail"), [DataRequired(_l("This field is needed.")), at_most(254), _address])
    name = LineField(_l("Name"), [DataRequired(_l("This field is needed.")), at_most(200)])
    password = PasswordField(
        _l("Password"), [DataRequired(_l("This field is needed.")), at_most(200)],
        description=_l("Ten characters at least."),
    )  # fmt: skip


class NewPasswordForm(BaseForm):
    """Another password for somebody."""

    password = PasswordField(_l("New password"), [DataRequired(_l("This field is needed.")), at_most(200)])


class TokenForm(BaseForm):
    """A token for a program or a gate's device."""

    label = LineField(_l("What it is for"), [DataRequired(_l("This field is needed.")), at_most(100)])
    allowed = SelectMultipleField(
        _l("What it may do"), choices=[], description=_l("None chosen: all that its user may.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed.choices = [SelectChoice(scope, scope) for scope in known_scopes()]

    def scopes(self) -> list[str]:
        return list(self.allowed.data or [])
