"""Inviting somebody: a code of 80 random bits, for one use or several, with a category and perhaps a reserved seat."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import digest, new_id, random_text
from congress.programme.models import Category, Congress, Forum
from congress.registration.invitation_queries import expired_reservations, invitation_by_digest
from congress.registration.messages import tell_invited
from congress.registration.models import Invitation, Registration
from congress.registration.seats import free_seat, reserve_seat
from congress.registration.states import InvitationState

CODE_LENGTH = 16  # of five bits each


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Who is meant, and what they are offered; with an address the way in is sent to them."""

    label: str
    category: Category
    forum: Forum | None
    email: str | None = None
    phone: str | None = None
    language: str = "zh"
    expires_at: datetime
    uses: int = 1


def invite(
    session: Session, congress: Congress, guest: Guest, *, by: Actor, now: datetime
) -> tuple[Invitation, str]:  # fmt: skip
    """A new invitation and its code, which is told this once; a seat of the forum is reserved.

    Raises:
        ForumFull: no seat is left to reserve.
        Invalid: it would have expired already, or several people are to share one reserved seat.
    """
    if guest.expires_at <= now:
        raise Invalid.field("expires_at", _("This moment has passed."))
    if guest.uses > 1 and guest.forum is not None:
        raise Invalid.field("forum", _("A code for several people cannot reserve a seat."))
    code = random_text(CODE_LENGTH)
    invitation = Invitation(
        public_id=new_id(), congress_id=congress.id, code_digest=digest(code), label=guest.label, email=guest.email,
        phone=guest.phone, language=guest.language, category_id=guest.category.id,
        forum_id=guest.forum.id if guest.forum else None, expires_at=guest.expires_at, created_at=now,
        uses=guest.uses, used=0,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    record(session, by, "invitation.created", "invitation", invitation.public_id, now=now)
    if guest.forum is not None:
        reserve_seat(session, guest.forum)
    tell_invited(session, invitation, congress, code, now=now)
    return invitation, code


def open_invitation(session: Session, congress_id: int, code: str, *, now: datetime) -> Invitation:
    """The invitation that a code stands for, held until the commit.

    Raises:
        Invalid: the same words whether it never was, was used, was withdrawn or has expired.
    """
    found = invitation_by_digest(session, congress_id, digest(code.strip().upper()))
    if found is None or found.state(now) is not InvitationState.OPEN:
        raise Invalid.field("invitation", _("This invitation is not valid, or not any more."))
    return found


def use_invitation(session: Session, invitation: Invitation, registration: Registration, *, now: datetime) -> None:
    """An invited person has registered; the last use closes the invitation."""
    invitation.used += 1
    if invitation.uses == 1:
        invitation.registration_id = registration.id
    if invitation.used >= invitation.uses:
        invitation.used_at = now
    session.flush()


def revoke_invitation(session: Session, invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Withdraw an invitation that is still open; its seat goes back. Raises StateRefused."""
    if invitation.state(now) is not InvitationState.OPEN:
        raise StateRefused
    invitation.revoked_at = now
    record(session, by, "invitation.revoked", "invitation", invitation.public_id, now=now)
    session.flush()
    if invitation.forum_id is not None:
        free_seat(session, invitation.forum_id, now=now)


def release_expired(session: Session, *, now: datetime) -> int:
    """Give back the seats that expired invitations hold; how many there were."""
    found = expired_reservations(session, now=now)
    for invitation in found:
        invitation.released_at = now
        session.flush()
        if invitation.forum_id is not None:
            free_seat(session, invitation.forum_id, now=now)
    return len(found)
