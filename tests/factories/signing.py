"""A party asked to sign by a link."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.accounts.addresses import Address
from congress.foundation.access import SYSTEM
from congress.notifications.models import Message
from congress.programme.queries import the_congress
from congress.signing.links import Ways, send_link
from congress.signing.queries import intention_of_congress


def make_link(session: Session, public_id: str) -> str:
    """The secret of a link to the first party."""
    intention = intention_of_congress(session, the_congress(session).id, public_id)
    ways = Ways(Address(email="signatory@congress.test"), Address(phone="+8613900000077"))
    send_link(session, intention, intention.parties[0], "示例代表", ways, by=SYSTEM, now=datetime.now(UTC))
    session.flush()
    return told(session, "signing.link").split("/sign/")[1].split()[0]


def told(session: Session, event: str) -> str:
    """What the newest message of this kind says."""
    return session.scalars(select(Message.text).where(Message.event == event).order_by(Message.id.desc())).first() or ""
