"""What planned dates keep about persons: which user recorded and moved them."""

from congress.deadlines.models import PlannedDate, PlannedStep
from congress.foundation.personal import acts_in_office

TABLES = [
    acts_in_office(PlannedDate, "recorded_by", "public_id", "recorded_at"),
    acts_in_office(PlannedStep, "user_id", "act", "at"),
]
