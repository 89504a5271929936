"""Who sees whose credit."""

from congress.accounts.permissions import is_auditor, is_division, is_organiser, is_school, is_verifier, is_viewer
from congress.accounts.states import Role
from congress.foundation.access import Actor, Predicate

sees_all_credit = is_organiser | is_verifier | is_auditor
sees_credit = sees_all_credit | is_school | is_division
sees_boards = sees_credit | is_viewer
is_province_verifier = Predicate(
    lambda actor: any(grant.role == Role.VERIFIER and grant.scope_kind == "province" for grant in actor.grants),
    "verifier of the province",
)
# reviews boards and decides objections: an organiser or the province's verifier, never whoever published
judges_boards = is_organiser | is_province_verifier


def own_entities(actor: Actor) -> list[tuple[str, str]] | None:
    """The entities (kind, code) whose credit an actor may see; None for all.

    A division's code is a prefecture's or a county's; no code is both.
    """
    if sees_all_credit(actor):
        return None
    schools = [(kind, code) for code in actor.scopes(Role.SCHOOL, "school") for kind in ("university", "school")]
    places = [(kind, code) for code in actor.scopes(Role.DIVISION, "division") for kind in ("prefecture", "county")]
    return schools + places
