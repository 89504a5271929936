"""What outcomes tell the credit slice."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """A school with its share, or a place with all of it; parts per million."""

    kind: str
    code: str
    share: int


@dataclass(frozen=True, kw_only=True)
class OutcomeAccepted:
    """A milestone has become an outcome; everything that credit is computed from."""

    congress_id: int
    milestone: str
    intention: str
    kind: str
    amount_fen: int
    currency: str
    count: int
    occurred_on: date
    accepted_at: datetime
    claimants: tuple[Claimant, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeReversed:
    """An outcome turned out not to be one."""

    congress_id: int
    milestone: str
    reversed_at: datetime
