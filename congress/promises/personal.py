"""What promises keep about persons: which user recorded and moved them."""

from congress.foundation.personal import acts_in_office
from congress.promises.models import Promise, PromiseStep

TABLES = [
    acts_in_office(Promise, "recorded_by", "public_id", "recorded_at"),
    acts_in_office(PromiseStep, "user_id", "state", "at"),
]
