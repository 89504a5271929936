"""Who sees the whole calendar, and who enters into it."""

from congress.accounts.permissions import is_division, is_organiser, is_school, is_viewer

sees_whole_calendar = is_organiser | is_school | is_division | is_viewer
