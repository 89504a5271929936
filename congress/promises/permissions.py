"""Who records promises and moves them; whose ones is asked in the queries."""

from congress.accounts.permissions import is_division, is_organiser

works = is_organiser | is_division
