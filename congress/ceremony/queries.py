"""Every question about the ceremony."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.ceremony.errors import NoSuchBatch, NotInCeremony
from congress.ceremony.models import Ceremony, CeremonyBatch, CeremonyItem, Substitution
from congress.checkin.models import Admission
from congress.checkin.queries import standing_at
from congress.registration.models import Badge
from congress.signing.models import Intention, Party
from congress.signing.states import State


def ceremony_of(session: Session, congress_id: int, *, lock: bool = False) -> Ceremony | None:
    """The ceremony with everything that is shown of it; locked, for whoever changes it."""
    if lock:
        session.execute(select(Ceremony.id).where(Ceremony.congress_id == congress_id).with_for_update())
    agreement = selectinload(Ceremony.batches).selectinload(CeremonyBatch.items).joinedload(CeremonyItem.intention)
    return session.scalars(
        select(Ceremony)
        .where(Ceremony.congress_id == congress_id)
        .options(
            agreement.joinedload(Intention.division),
            agreement.selectinload(Intention.parties).joinedload(Party.registration),
            agreement.selectinload(Intention.signatures),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def batch_by_id(ceremony: Ceremony, batch_id: int) -> CeremonyBatch:
    """Raises NoSuchBatch."""
    found = next((batch for batch in ceremony.batches if batch.id == batch_id), None)
    if found is None:
        raise NoSuchBatch
    return found


def item_of(ceremony: Ceremony, public_id: str) -> CeremonyItem:
    """Raises NotInCeremony."""
    items = (item for batch in ceremony.batches for item in batch.items)
    found = next((item for item in items if item.intention.public_id == public_id), None)
    if found is None:
        raise NotInCeremony
    return found


def unplaced(session: Session, congress_id: int) -> Sequence[Intention]:
    """What could still be signed on stage, in the order in which it was recorded."""
    return session.scalars(
        select(Intention)
        .where(
            Intention.congress_id == congress_id,
            Intention.state.in_([State.SUBMITTED, State.SCHEDULED, State.SIGNED]),
            Intention.id.not_in(select(CeremonyItem.intention_id)),
        )
        .options(joinedload(Intention.division))
        .order_by(Intention.id)
    ).all()


def arrived(session: Session, congress_id: int, registrations: Collection[int], *, now: datetime) -> frozenset[int]:
    """Which of these people a gate has let in, where days count today; a desk that hands out badges lets nobody in."""
    return frozenset(
        session.scalars(
            select(Badge.registration_id)
            .join(Admission, Admission.badge_id == Badge.id)
            .where(
                Admission.congress_id == congress_id,
                Admission.target >= 0,
                Badge.registration_id.in_(registrations),
                standing_at(session, congress_id, now),
            )
        )
    )


def substitutions_of(session: Session, intention_ids: Collection[int]) -> Sequence[Substitution]:
    """The newest first."""
    return session.scalars(
        select(Substitution).where(Substitution.intention_id.in_(intention_ids)).order_by(Substitution.id.desc())
    ).all()
