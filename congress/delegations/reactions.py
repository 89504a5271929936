"""What a cancelled registration means for the delegation it belongs to."""

from sqlalchemy.orm import Session

from congress.delegations.actions import give_back_place
from congress.delegations.queries import nominee_of_registration
from congress.registration.events import RegistrationCancelled


def free_place(session: Session, event: RegistrationCancelled) -> None:
    """The place goes back to the delegation, whoever cancelled."""
    nominee = nominee_of_registration(session, event.registration_id)
    if nominee is not None and nominee.withdrawn_at is None:
        give_back_place(session, nominee, now=event.at)
