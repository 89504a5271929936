"""What payments tell those above."""

from dataclasses import dataclass
from datetime import datetime

from congress.foundation.access import Actor
from congress.payments.states import ExtraKind


@dataclass(frozen=True, kw_only=True)
class ItemsReturned:
    """Somebody gives an item of an order back, in whole or in part: what it was and what is left of it, in words."""

    registration_id: int
    kind: ExtraKind
    before: str
    after: str
    by: Actor
    at: datetime
