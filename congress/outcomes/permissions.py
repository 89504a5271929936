"""Who sees, files and verifies milestones; whose ones is asked in the queries."""

from congress.accounts.permissions import is_division, is_organiser, is_school, is_verifier

files = is_organiser | is_school | is_division
sees = files | is_verifier
