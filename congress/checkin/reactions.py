"""What the door does when a registration ends."""

from sqlalchemy.orm import Session

from congress.checkin.companions import call_off_companions
from congress.registration.events import RegistrationCancelled


def call_off_brought(session: Session, event: RegistrationCancelled) -> None:
    """Whoever was brought along comes with them or not at all."""
    call_off_companions(session, event.registration_id, now=event.at)
