"""What a plan does when somebody gives up a seat of the forum."""

from sqlalchemy.orm import Session

from congress.registration.events import HoldingEnded
from congress.seating.actions import leave_seat
from congress.seating.queries import plan_of, plans_to_leave


def close_row(session: Session, event: HoldingEnded) -> None:
    """An absence leaves no gap in the row."""
    found = plans_to_leave(session, event.registration_id, event.forum_id)
    if found is not None:
        leave_seat(session, plan_of(session, event.forum_id), found)
