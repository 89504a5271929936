"""Every question about disputes; who may see one is part of the question."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from congress.credit.errors import NoSuchDispute
from congress.credit.models import Dispute
from congress.credit.permissions import own_entities
from congress.credit.states import DisputeState
from congress.foundation.access import Actor


def seen_disputes(session: Session, actor: Actor, congress_id: int) -> Sequence[Dispute]:
    """Open ones first, then by their time; a school or place sees those it is a party of."""
    found = session.scalars(
        select(Dispute).where(Dispute.congress_id == congress_id).order_by(Dispute.state.desc(), Dispute.id.desc())
    ).all()
    return [one for one in found if may_see_dispute(actor, one)]


def dispute_for(session: Session, actor: Actor, public_id: str) -> Dispute:
    """The dispute, if the actor may see it; else NoSuchDispute."""
    found = session.scalars(
        select(Dispute)
        .where(Dispute.public_id == public_id)
        .options(selectinload(Dispute.statements))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not may_see_dispute(actor, found):
        raise NoSuchDispute
    return found


def may_see_dispute(actor: Actor, dispute: Dispute) -> bool:
    own = own_entities(actor)
    return own is None or any((dispute.entity_kind, code) in own for code in dispute.parties)


def open_dispute_over(session: Session, congress_id: int, intention: str, kind: str) -> Dispute | None:
    return session.scalars(
        select(Dispute).where(
            Dispute.congress_id == congress_id,
            Dispute.intention == intention,
            Dispute.entity_kind == kind,
            Dispute.state == DisputeState.OPEN,
        )
    ).one_or_none()


def lock_dispute(session: Session, dispute_id: int) -> None:
    session.execute(select(Dispute.id).where(Dispute.id == dispute_id).with_for_update())


def decided_shares(session: Session, congress_id: int, intention: str) -> dict[str, dict[str, int]]:
    """Kind → code → share, as decisions of disputes left them; the latest decision of a kind stands."""
    found = session.scalars(
        select(Dispute)
        .where(
            Dispute.congress_id == congress_id, Dispute.intention == intention, Dispute.state == DisputeState.DECIDED
        )
        .order_by(Dispute.decided_at, Dispute.id)
    )
    return {one.entity_kind: {code: int(share) for code, share in one.shares.items()} for one in found if one.shares}
