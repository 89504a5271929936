"""What somebody who does not come any more gives up."""

from sqlalchemy.orm import Session

from congress.registration.events import RegistrationCancelled
from congress.stay.actions import strike_lodging
from congress.stay.states import Direction
from congress.stay.transfers import strike_ride


def give_up_stay(session: Session, event: RegistrationCancelled) -> None:
    """Room and seats are free at once; the next lists show the line struck."""
    strike_lodging(session, event.registration_id, now=event.at)
    for direction in Direction:
        strike_ride(session, event.registration_id, direction, now=event.at)
