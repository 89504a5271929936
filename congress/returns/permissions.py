"""Who files and who decides; whose returns is asked in the queries."""

from congress.accounts.permissions import is_division, is_organiser, is_school

decides = is_organiser
files = is_school | is_division | is_organiser
