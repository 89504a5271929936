"""What yearly reports keep about persons: who froze and who released one."""

from congress.foundation.personal import acts_in_office
from congress.yearly.models import YearReport

TABLES = [
    acts_in_office(YearReport, "frozen_by", "public_id", "as_of"),
    acts_in_office(YearReport, "decided_by", "public_id", "decided_at"),
]
