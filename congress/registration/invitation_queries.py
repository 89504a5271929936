"""Every question about invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.registration.errors import NoSuchInvitation
from congress.registration.models import Invitation
from congress.registration.states import InvitationState


def invitation_by_digest(session: Session, congress_id: int, digest: str) -> Invitation | None:
    """The invitation with its category and forum; its row is held, so that one of two who use it at once gets in."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.congress_id == congress_id, Invitation.code_digest == digest)
        .options(joinedload(Invitation.category), selectinload(Invitation.forum))
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).one_or_none()


def invitation_by_id(session: Session, congress_id: int, public_id: str) -> Invitation:
    """Raises NoSuchInvitation; the row is held."""
    found = session.scalars(
        _invitations(congress_id)
        .where(Invitation.public_id == public_id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchInvitation
    return found


def _invitations(congress_id: int) -> Select[tuple[Invitation]]:
    return (
        select(Invitation)
        .where(Invitation.congress_id == congress_id)
        .options(
            joinedload(Invitation.category),
            selectinload(Invitation.forum),
            selectinload(Invitation.registration),
        )
    )


def invitations_statement(
    congress_id: int, *, q: str | None = None, state: str | None = None, now: datetime
) -> Select[tuple[Invitation]]:
    """Invitations whose label or address holds `q`, in one state."""
    statement = _invitations(congress_id)
    if q:
        statement = statement.where(
            or_(
                Invitation.label.icontains(q, autoescape=True),
                Invitation.email == q.lower(),
                Invitation.phone == q,
            )
        )
    used, revoked = Invitation.used_at.is_not(None), Invitation.revoked_at.is_not(None)
    over = Invitation.expires_at <= now
    conditions = {
        InvitationState.USED: used,
        InvitationState.REVOKED: revoked,
        InvitationState.EXPIRED: ~used & ~revoked & over,
        InvitationState.OPEN: ~used & ~revoked & ~over,
    }
    return statement.where(conditions[InvitationState(state)]) if state else statement


def expired_reservations(session: Session, *, now: datetime) -> Sequence[Invitation]:
    """Invitations that have expired and still hold a seat."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.forum_id.is_not(None), Invitation.used_at.is_(None), Invitation.revoked_at.is_(None),
            Invitation.released_at.is_(None), Invitation.expires_at <= now,
        )
        .order_by(Invitation.forum_id, Invitation.id)
        .with_for_update()
    ).all()  # fmt: skip
