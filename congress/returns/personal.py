"""What monthly returns keep about persons: which user opened, filed and decided them."""

from congress.foundation.personal import acts_in_office
from congress.returns.models import MonthlyReturn, ReturnPeriod, ReturnStep

TABLES = [
    acts_in_office(ReturnPeriod, "opened_by", "opened_at"),
    acts_in_office(MonthlyReturn, "filed_by", "public_id", "filed_at"),
    acts_in_office(MonthlyReturn, "decided_by", "public_id", "decided_at"),
    acts_in_office(ReturnStep, "user_id", "step", "at"),
]
