"""Talk upward: a slice publishes a fact, whoever subscribed acts on it in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

E = TypeVar("E")
_subscribers: dict[type[Any], list[Callable[[Session, Any], None]]] = defaultdict(list)


def subscribe(event: type[E], reaction: Callable[[Session, E], None]) -> None:
    """Let `reaction` hear every `event`; called in `app.py` alone, harmless when repeated."""
    if reaction not in _subscribers[event]:
        _subscribers[event].append(reaction)


def publish(session: Session, event: object) -> None:
    """Tell the subscribers, in the order of subscription, inside the caller's transaction. There is no answer."""
    for reaction in _subscribers[type(event)]:
        reaction(session, event)
