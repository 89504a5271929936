"""What of a place stands on paper, before and after a change; whoever prints hears of the difference."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.events import publish
from congress.registration.events import RegistrationChanged
from congress.registration.models import Registration


def printed_facts(registration: Registration) -> dict[str, Any]:
    """Of a whole registration."""
    return {
        "name": registration.name,
        "organisation": registration.organisation,
        "title": registration.title,
        "category": registration.category.slug,
        "forums": sorted(holding.forum.slug for holding in registration.holdings),
        "status": registration.status,
        "person": registration.person_id,
    }


def tell_difference(
    session: Session, registration: Registration, before: Mapping[str, Any], *, by: Actor, now: datetime
) -> None:
    """Publish what has changed since `before`, if anything has."""
    after = printed_facts(registration)
    changed = sorted(name for name, value in after.items() if value != before[name])
    if changed:
        publish(
            session,
            RegistrationChanged(
                registration_id=registration.id, before={name: before[name] for name in changed},
                after={name: after[name] for name in changed}, was=before["status"],
                forums=sorted({*before["forums"], *after["forums"]}), by=by, at=now,
            ),
        )  # fmt: skip
