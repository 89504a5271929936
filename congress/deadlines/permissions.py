"""Who keeps planned dates; whose ones is asked in the queries and actions."""

from congress.accounts.permissions import is_division, is_organiser, is_school

plans = is_organiser | is_school | is_division
