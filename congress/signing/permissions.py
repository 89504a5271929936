"""Who records and signs intentions, and who sees them; whose ones is asked in the queries."""

from congress.accounts.permissions import is_alumnus, is_division, is_organiser, is_school, is_verifier

files = is_organiser | is_school | is_division
sees_at_a_desk = files | is_verifier
sees = sees_at_a_desk | is_alumnus
