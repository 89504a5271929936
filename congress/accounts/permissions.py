"""Predicates about roles that many slices share."""

from congress.accounts.states import STAFF, Role
from congress.foundation.access import Predicate, has_role

is_organiser = has_role(Role.ORGANISER)
is_verifier = has_role(Role.VERIFIER)
is_auditor = has_role(Role.AUDITOR)
is_security_admin = has_role(Role.SECURITY_ADMIN)
is_system_admin = has_role(Role.SYSTEM_ADMIN)
is_gate = has_role(Role.GATE)
is_school = has_role(Role.SCHOOL)
is_division = has_role(Role.DIVISION)
is_officer = has_role(Role.OFFICER)
is_viewer = has_role(Role.VIEWER)
is_alumnus = has_role(Role.ALUMNUS)
is_staff = Predicate(lambda actor: actor.has(*STAFF), "any staff role")
# one's own account is changed by oneself, never by a program that holds a token
in_a_browser = Predicate(lambda actor: actor.is_authenticated and actor.token_id is None, "anybody signed in")
staff_in_a_browser = Predicate(lambda actor: in_a_browser(actor) and is_staff(actor), "any staff role")
may_open_console = has_role(
    Role.ORGANISER, Role.VERIFIER, Role.VIEWER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR
)
