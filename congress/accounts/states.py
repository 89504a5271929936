"""The roles of the product and what they may be limited to (CONTRACT: Roles)."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Role(StrEnum):
    ORGANISER = "organiser"
    VERIFIER = "verifier"
    SCHOOL = "school"
    DIVISION = "division"
    GATE = "gate"
    OFFICER = "officer"
    VIEWER = "viewer"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    ALUMNUS = "alumnus"


class ScopeKind(StrEnum):
    SCHOOL = "school"
    DIVISION = "division"
    GATE = "gate"
    PROVINCE = "province"


class Factor(StrEnum):
    """What proves a second time who somebody is."""

    PASSKEY = "passkey"
    TOTP = "totp"
    SMS = "sms"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
STAFF = frozenset(Role) - {Role.ALUMNUS}
# a text message can be read on its way, so it is enough for these alone
SMS_IS_ENOUGH = frozenset({Role.SCHOOL, Role.DIVISION})

# which kind of limit a role must carry; a verifier's is a division, the province, or an office of a school
SCOPE_OF_ROLE: Mapping[Role, frozenset[ScopeKind]] = {
    Role.SCHOOL: frozenset({ScopeKind.SCHOOL}),
    Role.DIVISION: frozenset({ScopeKind.DIVISION}),
    Role.GATE: frozenset({ScopeKind.GATE}),
    Role.VERIFIER: frozenset({ScopeKind.DIVISION, ScopeKind.PROVINCE, ScopeKind.SCHOOL}),
}

ROLE_NAMES: Mapping[Role, LazyString] = {
    Role.ORGANISER: _l("Organiser"),
    Role.VERIFIER: _l("Verifier"),
    Role.SCHOOL: _l("School"),
    Role.DIVISION: _l("Prefecture or park"),
    Role.GATE: _l("Gate"),
    Role.OFFICER: _l("Service officer"),
    Role.VIEWER: _l("Viewer"),
    Role.SYSTEM_ADMIN: _l("System administrator"),
    Role.SECURITY_ADMIN: _l("Security administrator"),
    Role.AUDITOR: _l("Auditor"),
    Role.ALUMNUS: _l("Alumnus"),
}

FACTOR_NAMES: Mapping[Factor, LazyString] = {
    Factor.PASSKEY: _l("Passkey"),
    Factor.TOTP: _l("Authenticator app"),
    Factor.SMS: _l("Code by SMS"),
}
