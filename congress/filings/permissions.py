"""Who files and who reads filings; whose ones is asked in the queries."""

from congress.accounts.permissions import is_division, is_organiser, is_school, is_verifier

files = is_school | is_division
sees = files | is_organiser | is_verifier
