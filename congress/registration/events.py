"""What registration tells those above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class BadgeRevoked:
    """A badge is void from this moment."""

    badge_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled:
    """Somebody will not come."""

    registration_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HoldingEnded:
    """Somebody does not hold, or wait for, a forum any more."""

    registration_id: int
    forum_id: int
    at: datetime
