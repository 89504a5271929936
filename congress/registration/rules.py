"""Pure decisions about what may be held together."""

from collections.abc import Sequence
from datetime import datetime

from congress.programme.rules import Slot, first_overlap
from congress.registration.errors import ForumPast, ForumsOverlap


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
