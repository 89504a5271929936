"""Pure decisions about the stage: what a cue does, who stands where, what may be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from congress.ceremony.states import Cue, Presence
from congress.signing.states import PartyRole


@dataclass(frozen=True)
class Line:
    """An agreement in the running order: its batch, and the number of the cue that called it, if any did."""

    key: int
    batch: int
    cue: int | None


def cue_of(line: Line, now: int, following: frozenset[int]) -> Cue:
    """Where the agreement stands when the stage is at cue `now`."""
    if line.cue is None:
        return Cue.NEXT if line.key in following else Cue.WAITING
    return Cue.ON_STAGE if line.cue == now else Cue.DONE


def called_next(order: Sequence[Line], *, whole_batch: bool) -> list[int]:
    """Whom the next cue calls: the first who waits, or all who wait of their batch."""
    waiting = [line for line in order if line.cue is None]
    if not whole_batch:
        return [line.key for line in waiting[:1]]
    return [line.key for line in waiting if line.batch == waiting[0].batch]


def is_left(role: str) -> bool:
    """The host side stands on the left as the hall sees it, guests on the right."""
    return role in {PartyRole.HOST, PartyRole.RECIPIENT}


def presence_of(registration: int | None, arrived: frozenset[int]) -> Presence:
    if registration is None:
        return Presence.UNKNOWN
    return Presence.HERE if registration in arrived else Presence.AWAY


def all_agree(consents: Sequence[bool]) -> bool:
    """Whether something may be told in public: every party said yes, and there is one."""
    return bool(consents) and all(consents)
