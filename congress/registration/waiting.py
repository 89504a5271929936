"""What an organiser reads above a list of those who wait."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import LazyString
from congress.programme.models import Forum
from congress.registration.queries import line_of
from congress.registration.rules import moves_up_until, why_nobody_moves_up
from congress.registration.states import STUCK_NAMES


@dataclass(frozen=True)
class Line:
    """How many wait for a forum, and why none of them moves up now."""

    waiting: int
    why: LazyString


def waiting_line(session: Session, forum: Forum, *, now: datetime) -> Line | None:
    """None where nobody waits."""
    waiting, ready, offered = line_of(session, forum.id)
    if not waiting:
        return None
    until = moves_up_until(forum.starts_at, forum.ends_at, forum.promotion)
    why = why_nobody_moves_up(ready=ready, offered=offered, seats_left=forum.seats_left, until=until, now=now)
    return Line(waiting, STUCK_NAMES[why])
