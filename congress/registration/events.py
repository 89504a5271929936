"""What registration tells those above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congress.foundation.access import Actor


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


@dataclass(frozen=True, kw_only=True)
class RegistrationChanged:
    """Something that stands on paper has changed: by field, what it was and what it is."""

    registration_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    # the status before
    was: str
    # slugs of what is held or was held before
    forums: Sequence[str]
    by: Actor
    at: datetime
