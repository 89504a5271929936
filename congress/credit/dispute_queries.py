"""Every question about disputes; who may see one is part of the question."""

from collections.abc import Sequence

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session, selectinload

from congress.credit.errors import NoSuchDispute
from congress.credit.models import Dispute
from congress.credit.permissions import own_entities
from congress.credit.states import DisputeState
from congress.foundation.access import Actor
from congress.signing.models import Intention
from congress.signing.queries import visible_to
from congress.signing.states import Secrecy


def _told_to(actor: Actor) -> Select[tuple[Dispute]]:
    """A school or place sees those it is a party of; of a business secret beside the parties only who sees it."""
    statement = select(Dispute)
    if own_entities(actor) is not None:
        return statement
    kept = select(Intention.public_id).where(Intention.secrecy == Secrecy.SECRET, not_(visible_to(actor)))
    return statement.where(Dispute.intention.not_in(kept))


def seen_disputes(session: Session, actor: Actor, congress_id: int) -> Sequence[Dispute]:
    """Open ones first, then by their time."""
    found = session.scalars(
        _told_to(actor).where(Dispute.congress_id == congress_id).order_by(Dispute.state.desc(), Dispute.id.desc())
    ).all()
    return [one for one in found if may_see_dispute(actor, one)]


def dispute_for(session: Session, actor: Actor, public_id: str) -> Dispute:
    """The dispute, if the actor may see it; else NoSuchDispute."""
    found = session.scalars(
        _told_to(actor)
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
