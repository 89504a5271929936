"""What payments do when a registration ends."""

from sqlalchemy.orm import Session

from congress.payments.orders import close_order
from congress.payments.queries import lock_order, open_orders_of
from congress.payments.states import OrderState
from congress.registration.events import RegistrationCancelled


def call_off_orders(session: Session, event: RegistrationCancelled) -> None:
    """What is not paid is called off; what is paid stays for an organiser to give back."""
    for order in open_orders_of(session, event.registration_id):
        close_order(session, lock_order(session, order.id), OrderState.CANCELLED, now=event.at)
