"""What is told of people."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AlmaMaterMoved:
    """A person's claim to a school was confirmed, refused, opened again or given up."""

    person_id: int
    school_id: int
    moved_at: datetime
