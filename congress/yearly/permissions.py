"""Who freezes and releases yearly reports, and who reads the internal edition."""

from congress.accounts.permissions import is_auditor, is_organiser, is_viewer

makes_reports = is_organiser
reads_reports = is_organiser | is_viewer | is_auditor
