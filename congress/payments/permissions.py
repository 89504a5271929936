"""Who sees which order."""

from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation.access import Actor
from congress.payments.models import Order
from congress.payments.queries import order_by_public_id, own_order


def order_for(session: Session, actor: Actor, congress_id: int, public_id: str) -> Order:
    """The order, if it is the actor's own or the actor is an organiser; else NoSuchOrder."""
    if is_organiser(actor):
        return order_by_public_id(session, congress_id, public_id)
    return own_order(session, actor, congress_id, public_id)
