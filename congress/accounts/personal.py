"""What accounts keep about persons."""

from congress.accounts.models import ApiToken, LoginCode, RoleGrant, User
from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, Fill, Ground, PersonalTable

LOGIN = _l("To let you in, and nobody else")

TABLES = [
    PersonalTable(
        model=User,
        title=_l("Your account"),
        purpose=LOGIN,
        found_by={"id": "user", "email": ADDRESS, "phone": ADDRESS},
        gives={"id": "user", "email": ADDRESS, "phone": ADDRESS},
        names=("name",),
        shown=("email", "phone", "name", "created_at", "last_login_at"),
        filled={"email": None, "phone": None, "name": Fill.PSEUDONYM, "password_hash": None, "is_active": False},
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
]
