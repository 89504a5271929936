"""What outcomes keep about persons: who filed and who verified."""

from congress.foundation.personal import acts_in_office
from congress.outcomes.models import FavourRequest, Interest, JointReview, Milestone, Verification

TABLES = [
    acts_in_office(Milestone, "filed_by", "public_id", "filed_at"),
    acts_in_office(Milestone, "accepted_by", "public_id", "accepted_at"),
    acts_in_office(Verification, "user_id", "decision", "at"),
    acts_in_office(Interest, "user_id", "text", "at"),
    acts_in_office(FavourRequest, "recorded_by", "asked_on", "recorded_at"),
    acts_in_office(JointReview, "called_by", "reason", "called_at"),
    acts_in_office(JointReview, "decided_by", "decision", "decided_at"),
]
