"""What accounts keep about persons."""

from congress.accounts.models import (
    ApiToken,
    LoginCode,
    LoginPlace,
    Passkey,
    PasswordRecord,
    RecoveryCode,
    RoleGrant,
    TotpKey,
    User,
    UserSession,
)
from congress.foundation.db import Base
from congress.foundation.i18n import LazyString, _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable

LOGIN = _l("To let you in, and nobody else")


def _of_the_account(model: type[Base], title: LazyString, *shown: str) -> PersonalTable:
    """Rows of one account, which go with it."""
    return PersonalTable(
        model=model, title=title, purpose=LOGIN, found_by={"user_id": "user"}, shown=shown, erased=True
    )  # fmt: skip


TABLES = [
    PersonalTable(
        model=User,
        title=_l("Your account"),
        purpose=LOGIN,
        found_by={"id": "user", "email": ADDRESS, "phone": ADDRESS},
        gives={"id": "user", "email": ADDRESS, "phone": ADDRESS},
        names=("name",),
        shown=("email", "phone", "second_phone", "name", "created_at", "last_login_at"),
        filled={
            "email": None,
            "phone": None,
            "second_phone": None,
            "name": Fill.PSEUDONYM,
            "password_hash": None,
            "is_active": False,
        },
        kept=Ground(_l("An empty, closed account stays as a number, so that what was done with it stays provable.")),
    ),
    PersonalTable(
        model=RoleGrant,
        title=_l("Your roles"),
        purpose=LOGIN,
        found_by={"user_id": "user"},
        shown=("role", "scope_kind", "scope_code"),
        erased=True,
    ),
    PersonalTable(
        model=ApiToken,
        title=_l("Your access tokens"),
        purpose=LOGIN,
        found_by={"user_id": "user"},
        shown=("label", "created_at", "last_used_at", "revoked_at"),
        erased=True,
    ),
    PersonalTable(
        model=LoginCode,
        title=_l("One-time codes sent to you"),
        purpose=LOGIN,
        found_by={"address": ADDRESS},
        shown=("address", "created_at", "expires_at", "used_at"),
        erased=True,
    ),
    _of_the_account(UserSession, _l("Where you signed in"), "device", "network", "created_at", "seen_at"),
    _of_the_account(LoginPlace, _l("Browsers that are known to be yours"), "seen_at"),
    _of_the_account(PasswordRecord, _l("When you changed your password"), "set_at"),
    _of_the_account(TotpKey, _l("Your authenticator app"), "confirmed_at"),
    _of_the_account(RecoveryCode, _l("Your codes on paper"), "used_at"),
    _of_the_account(Passkey, _l("Your passkeys"), "name", "created_at", "last_used_at"),
]
