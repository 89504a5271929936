"""A letter that came back, so that the outbox shows one."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.notifications.actions import bounce_message, lease_message
from congress.notifications.queries import messages_to

LEFT = "guest2@demo.example"
REASON = "550 5.1.1 <guest2@demo.example>: user unknown"


def load_letters(session: Session, *, now: datetime) -> None:
    session.flush()
    for message in messages_to(session, [LEFT], limit=1):
        taken = lease_message(session, message.id, now=now)
        if taken is not None:
            bounce_message(session, taken, REASON, address_is_dead=True, by=SYSTEM, now=now)
