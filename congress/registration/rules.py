"""Pure decisions about what may be held together, and about who moves up."""

from collections.abc import Sequence
from datetime import datetime

from congress.programme.rules import Slot, first_overlap
from congress.programme.states import Promotion
from congress.registration.errors import ForumPast, ForumsOverlap
from congress.registration.states import Stuck


def check_wish(slots: Sequence[tuple[Slot, str]], *, now: datetime, new: frozenset[str]) -> None:
    """Whether these forums (slot and title) can be asked for together; only `new` ones may be past no more.

    Raises:
        ForumPast: a new one is over.
        ForumsOverlap: two of them take place at the same time; both are named.
    """
    titles = {slot.key: title for slot, title in slots}
    for slot, title in slots:
        if slot.key in new and slot.ends_at <= now:
            raise ForumPast.named(slot.key, title)
    pair = first_overlap([slot for slot, _title in slots])
    if pair is not None:
        a, b = pair
        raise ForumsOverlap.named((a.key, titles[a.key]), (b.key, titles[b.key]))


def moves_up_until(starts_at: datetime, ends_at: datetime, promotion: str) -> datetime:
    """From when on no seat is passed on: an offer that nobody can take before the forum begins is none."""
    return starts_at if promotion == Promotion.OFFER else ends_at


def why_nobody_moves_up(*, ready: int, offered: int, seats_left: int, until: datetime, now: datetime) -> Stuck:
    """What holds a waitlist back; `ready` are those of it who are under no review."""
    if now >= until:
        return Stuck.CLOSED
    if seats_left <= 0:
        return Stuck.OFFERED if offered else Stuck.FULL
    return Stuck.NEXT if ready else Stuck.REVIEW
