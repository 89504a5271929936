"""What signing tells the slices above."""

from dataclasses import dataclass
from datetime import datetime

from congress.foundation.access import Actor


@dataclass(frozen=True, kw_only=True)
class IntentionsWritten:
    """Intentions of a congress were recorded or changed, before anybody signed them: one, or all of a table."""

    congress_id: int
    intention_ids: tuple[int, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, kw_only=True)
class IntentionsMerged:
    """Two records of one project were made one: `gone` counts no more, `kept` does in its place."""

    kept_id: int
    gone_id: int
    by: Actor
    at: datetime
