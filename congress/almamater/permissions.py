"""Whose claims somebody sees."""

from congress.accounts.permissions import is_organiser
from congress.accounts.states import Role
from congress.foundation.access import Actor


def own_schools(actor: Actor) -> frozenset[str]:
    """The codes of the schools that the actor speaks for: these alone are decided on."""
    return actor.scopes(Role.SCHOOL, "school")


def seen_schools(actor: Actor) -> frozenset[str] | None:
    """The codes of the schools whose claims the actor sees; None for all."""
    return None if is_organiser(actor) else own_schools(actor)
