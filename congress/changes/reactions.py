"""A slip for each change that reaches paper."""

from sqlalchemy.orm import Session

from congress.changes.actions import write_slip
from congress.payments.events import ItemsReturned
from congress.payments.states import ExtraKind
from congress.registration.events import RegistrationChanged
from congress.registration.queries import registration_by_id
from congress.registration.states import Status
from congress.seating.events import SeatChanged


def write_down(session: Session, event: RegistrationChanged) -> None:
    """Whoever was not confirmed yet stands on no paper."""
    registration = registration_by_id(session, event.registration_id)
    if registration is not None and event.was == Status.CONFIRMED:
        write_slip(session, registration, event.before, event.after, event.forums, by=event.by, now=event.at)


def write_down_seat(session: Session, event: SeatChanged) -> None:
    registration = registration_by_id(session, event.registration_id)
    if registration is not None:
        before, after = {"seat": event.before}, {"seat": event.after}
        write_slip(session, registration, before, after, [event.forum], by=event.by, now=event.at)


def write_down_dinner(session: Session, event: ItemsReturned) -> None:
    """A dinner that is given back is a place less at a table."""
    registration = registration_by_id(session, event.registration_id)
    if registration is not None and event.kind is ExtraKind.DINNER and registration.status == Status.CONFIRMED:
        before, after = {"extras": event.before}, {"extras": event.after}
        write_slip(session, registration, before, after, [], by=event.by, now=event.at)
