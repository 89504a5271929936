"""Taking places of extras and giving them back: the only place where an extra's `taken` changes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.payments.errors import SoldOut
from congress.payments.models import Extra, Order, OrderItem


def _take(session: Session, item: OrderItem) -> bool:
    """One statement that cannot overshoot, guarded again by the table's CHECK."""
    taken = session.execute(
        update(Extra)
        .where(Extra.id == item.extra_id, Extra.taken + item.held <= Extra.capacity)
        .values(taken=Extra.taken + item.held)
        .returning(Extra.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return taken is not None


def _in_order(items: Sequence[OrderItem]) -> list[OrderItem]:
    """Two orders must not wait for each other: rows are held in the order of their ids."""
    return sorted(items, key=lambda item: item.extra_id)


def take_places(session: Session, order: Order, slugs: dict[int, str]) -> None:
    """All the places of the order; raises SoldOut, and the caller's transaction gives back what was taken."""
    for item in _in_order(order.items):
        if not _take(session, item):
            raise SoldOut.named(slugs[item.extra_id], item.title)


def take_again(session: Session, order: Order) -> bool:
    """The places of an order that was released, all or none."""
    with session.begin_nested() as attempt:
        if all(_take(session, item) for item in _in_order(order.items)):
            order.has_places, order.closed = True, None
            return True
        attempt.rollback()
    return False


def give_back(session: Session, order: Order) -> None:
    """Free the places; nothing happens where the order holds none."""
    if not order.has_places:
        return
    order.has_places = False
    for item in _in_order(order.items):
        _free(session, item, item.held)


def give_back_some(session: Session, order: Order, counts: Mapping[int, int]) -> None:
    """Free some places of some items (id → how many) of an order that keeps the others."""
    for item in _in_order(order.items):
        count = counts.get(item.id, 0)
        item.returned += count
        _free(session, item, count)
    session.flush()


def _free(session: Session, item: OrderItem, count: int) -> None:
    session.execute(
        update(Extra)
        .where(Extra.id == item.extra_id)
        .values(taken=Extra.taken - count)
        .execution_options(synchronize_session=False)
    )
