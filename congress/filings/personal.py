"""What filings keep about persons: which user filed and followed up."""

from congress.filings.models import Filing, FilingStep
from congress.foundation.personal import acts_in_office

TABLES = [
    acts_in_office(Filing, "filed_by", "public_id", "filed_at"),
    acts_in_office(FilingStep, "user_id", "act", "at"),
]
