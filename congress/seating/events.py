"""What seating tells those above."""

from dataclasses import dataclass
from datetime import datetime

from congress.foundation.access import Actor


@dataclass(frozen=True, kw_only=True)
class SeatChanged:
    """Somebody was moved by hand in a plan that had been released."""

    registration_id: int
    forum: str
    # what each seat is called, empty for none
    before: str
    after: str
    by: Actor
    at: datetime
