"""What the programme tells those above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CapacityRaised:
    """A forum has more seats than before; whoever waits may move up."""

    forum_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ForumMoved:
    """A forum has another time or room; those who hold it must hear of it."""

    forum_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ProgrammeReleased:
    """Version `version` follows `before` in public; whoever meant to see what changed must hear of it."""

    congress_id: int
    before: int
    version: int
    at: datetime
