"""What a cancelled registration means for what its holder was to be told."""

from sqlalchemy.orm import Session

from congress.campaigns.reminders import withdraw_reminders
from congress.registration.events import RegistrationCancelled


def leave_alone(session: Session, event: RegistrationCancelled) -> None:
    """A reminder that still waits does not reach somebody who has just cancelled."""
    withdraw_reminders(session, event.registration_id)
