"""Who answers calls."""

from congress.accounts.permissions import is_officer, is_organiser

answers_calls = is_officer | is_organiser
