"""Who is asking, and the guard that every route declares. Denied by default.

A predicate decides from the actor alone whether the kind of person may use a route at all; whose objects
they see is decided in the slices' queries, which answer 404 for somebody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request
from flask.typing import ResponseReturnValue

from congress.foundation.errors import Forbidden, Unauthenticated

# where a request remembers who is asking
ACTOR = "congress.actor"
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Grant:
    """A role, with the kind and code of what it is limited to (`school` 4143010532, `gate` hall-1) or none."""

    role: str
    scope_kind: str | None = None
    scope_code: str | None = None


@dataclass(frozen=True)
class Actor:
    """The one who asks: a signed-in user, a token's owner, or nobody."""

    user_id: int | None = None
    display_name: str = ""
    grants: tuple[Grant, ...] = ()
    token_id: int | None = None
    token_scopes: frozenset[str] | None = None
    # proven addresses; what was registered with one of them is the actor's own
    addresses: frozenset[str] = frozenset()

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def scopes(self, role: str, kind: str) -> frozenset[str]:
        """The codes that the role is limited to within one kind of scope."""
        return frozenset(
            grant.scope_code
            for grant in self.grants
            if grant.role == role and grant.scope_kind == kind and grant.scope_code
        )


NOBODY = Actor()
SYSTEM = Actor(display_name="system")


class Predicate:
    """A question about an actor that can be joined with `|`; its text stands in the API document."""

    def __init__(self, ask: Callable[[Actor], bool], text: str) -> None:
        self._ask = ask
        self.text = text

    def __call__(self, actor: Actor) -> bool:
        return self._ask(actor)

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(lambda actor: self(actor) or other(actor), f"{self.text} or {other.text}")


anybody_signed_in = Predicate(lambda actor: actor.is_authenticated, "anybody signed in")
PUBLIC = Predicate(lambda _actor: True, "public")


def has_role(*roles: str) -> Predicate:
    return Predicate(lambda actor: actor.has(*roles), " or ".join(roles))


def public(view: F) -> F:
    """Declare that a route is open to anybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]  # read by the guard test and by can()
    return view


def requires(predicate: Predicate) -> Callable[[F], Callable[..., ResponseReturnValue]]:
    """Declare who may use a page's route; others are sent to the login or told that they may not."""

    def decorate(view: F) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            demand(predicate, current_actor())
            answer: ResponseReturnValue = view(*args, **kwargs)
            return answer

        guarded.access = predicate  # type: ignore[attr-defined]  # read by the guard test and by can()
        return guarded

    return decorate


def demand(predicate: Predicate, actor: Actor) -> None:
    """Raises Unauthenticated for nobody, Forbidden for somebody else."""
    if predicate(actor):
        return
    raise Forbidden if actor.is_authenticated else Unauthenticated


def current_actor() -> Actor:
    """Who is asking in this request; found once, by the loader that the accounts slice installed."""
    if ACTOR not in request.environ:
        loader: Callable[[], Actor] = current_app.extensions["actor_loader"]
        request.environ[ACTOR] = loader()
    actor: Actor = request.environ[ACTOR]
    return actor


def can(endpoint: str) -> bool:
    """Whether the one who asks may open the route of this name; menus ask it."""
    view = current_app.view_functions.get(endpoint)
    access: Predicate | None = getattr(view, "access", None)
    return access is not None and access(current_actor())
