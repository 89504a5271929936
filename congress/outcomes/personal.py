"""What outcomes keep about persons: who filed and who verified."""

from congress.foundation.personal import acts_in_office
from congress.outcomes.models import Milestone, Verification

TABLES = [
    acts_in_office(Milestone, "filed_by", "public_id", "filed_at"),
    acts_in_office(Milestone, "accepted_by", "public_id", "accepted_at"),
    acts_in_office(Verification, "user_id", "decision", "at"),
]
