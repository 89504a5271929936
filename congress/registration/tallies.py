"""How many registrations stand in which state, for the heads of lists."""

import time

from flask import current_app
from sqlalchemy.orm import Session

from congress.registration.queries import status_counts

# a list this long is counted at most once in so many seconds in each process: counting it costs more than showing it
LONG = 2000
KEPT_FOR = 2.0


def status_tally(session: Session, congress_id: int) -> dict[str, int]:
    """As `status_counts`: exact while the list is short, at most two seconds old when it is long."""
    kept: dict[int, tuple[float, dict[str, int]]] = current_app.extensions.setdefault("registration_tallies", {})
    until, counts = kept.get(congress_id, (0.0, {}))
    if time.monotonic() < until:
        return counts
    counts = status_counts(session, congress_id)
    if sum(counts.values()) >= LONG:
        kept[congress_id] = (time.monotonic() + KEPT_FOR, counts)
    return counts
