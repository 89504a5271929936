"""What every batch has in common: rows held in one order, each decided by itself, each obstacle named."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.i18n import _
from congress.registration.actions import decide_registration
from congress.registration.models import Registration
from congress.registration.queries import lock_forum
from congress.review.errors import BatchRefused, Failure
from congress.review.queries import registrations_by_codes


def hold_chosen(
    session: Session, congress_id: int, codes: Collection[str], *, accept: bool, reason: str
) -> Sequence[Registration]:
    """The chosen ones, held with their forums in one order, so that two batches do not wait for each other.

    Raises:
        Invalid: nobody is chosen, or somebody is to be refused without a reason.
    """
    if not codes:
        raise Invalid.field("codes", _("Choose at least one person."))
    if not accept and not reason:
        raise Invalid.field("reason", _("Whoever is refused is entitled to the reason."))
    found = registrations_by_codes(session, congress_id, codes)
    for forum_id in sorted({holding.forum_id for each in found for holding in each.holdings}):
        lock_forum(session, forum_id)
    return found


def decide_each(
    session: Session, chosen: Iterable[Registration], failures: list[Failure], *, accept: bool, reason: str, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Decide them all; raises BatchRefused with every failure, those that are known already among them."""
    for each in chosen:
        code, name = each.code, each.name
        try:
            with session.begin_nested():
                decide_registration(session, each, accept=accept, reason=reason, by=by, now=now)
        except DomainError as error:
            failures.append(Failure(code, name, str(error)))
    if failures:
        raise BatchRefused(failures)
