"""Changing the ceremony, up to the last minute. Every action holds the ceremony's row; open `move_on` for the cues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.ceremony.errors import (
    BatchNotEmpty,
    NothingToCall,
    NothingToTakeBack,
    SomebodyElseMoved,
    WasOnStage,
)
from congress.ceremony.models import Ceremony, CeremonyBatch, CeremonyItem, Substitution
from congress.ceremony.queries import batch_by_id, ceremony_of, item_of
from congress.ceremony.rules import Line, called_next
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid, RequestInProgress
from congress.foundation.i18n import _
from congress.programme.models import Congress
from congress.signing.actions import name_signatory, schedule_intention
from congress.signing.models import Intention, Party


def open_ceremony(session: Session, congress: Congress) -> Ceremony:
    """The congress's ceremony to be changed, locked; made when it is first asked for."""
    found = ceremony_of(session, congress.id, lock=True)
    if found is None:
        with unique_or(session, RequestInProgress()):
            session.add(Ceremony(congress_id=congress.id))
        found = ceremony_of(session, congress.id, lock=True)
    assert found is not None  # noqa: S101 -- it was just made
    found.revision += 1
    return found


def add_batch(
    session: Session, ceremony: Ceremony, *, title_zh: str, title_en: str, by: Actor, now: datetime
) -> CeremonyBatch:
    """A further group, at the end."""
    batch = CeremonyBatch(
        ceremony_id=ceremony.id, position=len(ceremony.batches) + 1, title_zh=title_zh, title_en=title_en, items=[]
    )
    ceremony.batches.append(batch)
    session.flush()
    record(session, by, "ceremony.batch_saved", "ceremony", batch.id, now=now)
    return batch


def save_batch(
    session: Session, ceremony: Ceremony, batch_id: int, *, title_zh: str, title_en: str, position: int, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Another title or another place in the order of groups."""
    batch = batch_by_id(ceremony, batch_id)
    batch.title_zh, batch.title_en = title_zh, title_en
    others = [one for one in ceremony.batches if one is not batch]
    others.insert(position - 1, batch)
    _number(others)
    record(session, by, "ceremony.batch_saved", "ceremony", batch.id, now=now)


def remove_batch(session: Session, ceremony: Ceremony, batch_id: int, *, by: Actor, now: datetime) -> None:
    """Raises BatchNotEmpty."""
    batch = batch_by_id(ceremony, batch_id)
    if batch.items:
        raise BatchNotEmpty
    session.delete(batch)
    _number([one for one in ceremony.batches if one is not batch])
    record(session, by, "ceremony.batch_removed", "ceremony", batch_id, now=now)


def _number(things: Iterable[CeremonyBatch | CeremonyItem]) -> None:
    for position, thing in enumerate(things, start=1):
        thing.position = position


def place_agreements(
    session: Session, ceremony: Ceremony, intentions: Sequence[Intention], batch_id: int | None,
    *, position: int | None = None, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Put agreements into a batch, from another or from outside, at `position` or at the end; without one: out.

    Raises:
        NoSuchBatch, WasOnStage.
    """
    batch = batch_by_id(ceremony, batch_id) if batch_id is not None else None
    known = {item.intention_id: (item, one) for one in ceremony.batches for item in one.items}
    moved = []
    for intention in intentions:
        item, before = known.get(intention.id, (None, None))
        if item is not None and before is not None:
            if item.cue is not None:
                raise WasOnStage
            before.items.remove(item)
        elif batch is not None:
            item = CeremonyItem(intention_id=intention.id, intention=intention, position=0)
        schedule_intention(session, intention, on_stage=batch is not None, by=by, now=now)
        if item is None:
            continue
        if batch is None:
            session.delete(item)
        else:
            item.batch_id = batch.id
            moved.append(item)
        where = batch.id if batch else None
        record(session, by, "ceremony.placed", "intention", intention.public_id, now=now, batch=where)
    if batch is not None:
        at = len(batch.items) if position is None else position - 1
        batch.items[at:at] = moved
    for one in ceremony.batches:
        _number(one.items)
    session.flush()


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who is to sign for a party, and why not whoever was named before."""

    name: str
    post: str = ""
    registration_id: int | None = None
    reason: str = ""


def put_in_place(
    session: Session, ceremony: Ceremony, intention: Intention, party: Party, named: Named, *, by: Actor, now: datetime
) -> None:
    """Somebody signs for the party; with a reason, when somebody else was to.

    Raises:
        NotInCeremony: the agreement is not in it.
        Invalid: somebody is replaced and nothing says why.
    """
    item_of(ceremony, intention.public_id)
    if party.signatory and party.signatory != named.name:
        if not named.reason:
            raise Invalid.field("reason", _("Say why somebody else signs."))
        session.add(
            Substitution(
                intention_id=intention.id, party=party.name, before=party.signatory, after=named.name,
                reason=named.reason, decided_by=by.display_name, at=now,
            )
        )  # fmt: skip
    name_signatory(
        session, intention, party, name=named.name, post=named.post, registration_id=named.registration_id,
        by=by, now=now,
    )  # fmt: skip


def move_on(session: Session, ceremony: Ceremony, *, seen: int, whole_batch: bool, by: Actor, now: datetime) -> None:
    """Whoever stands on stage is done; the next, or the next group, comes up.

    Raises:
        SomebodyElseMoved: the stage is no longer at the cue that the caller saw.
        NothingToCall: nobody waits, and nobody stands on stage.
    """
    items = _at(ceremony, seen)
    called = set(called_next(lines(ceremony), whole_batch=whole_batch))
    if not called and all(item.cue != ceremony.cue for item in items):
        raise NothingToCall
    ceremony.cue += 1
    for item in items:
        if item.id in called:
            item.cue = ceremony.cue
    record(session, by, "ceremony.cue", "ceremony", ceremony.id, now=now, cue=ceremony.cue)


def step_back(session: Session, ceremony: Ceremony, *, seen: int, by: Actor, now: datetime) -> None:
    """Undo the last cue. Raises SomebodyElseMoved, NothingToTakeBack."""
    items = _at(ceremony, seen)
    if not ceremony.cue:
        raise NothingToTakeBack
    for item in items:
        if item.cue == ceremony.cue:
            item.cue = None
    ceremony.cue -= 1
    record(session, by, "ceremony.cue", "ceremony", ceremony.id, now=now, cue=ceremony.cue)


def _at(ceremony: Ceremony, seen: int) -> list[CeremonyItem]:
    if ceremony.cue != seen:
        raise SomebodyElseMoved
    return [item for batch in ceremony.batches for item in batch.items]


def lines(ceremony: Ceremony) -> list[Line]:
    """The running order as the rules see it."""
    return [Line(item.id, batch.id, item.cue) for batch in ceremony.batches for item in batch.items]


def release_totals(session: Session, ceremony: Ceremony, *, released: bool, by: Actor, now: datetime) -> None:
    """Let screens tell the sum of money, or no longer."""
    ceremony.totals_released_at = now if released else None
    record(session, by, "ceremony.totals", "ceremony", ceremony.id, now=now, released=released)
