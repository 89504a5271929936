"""Every question about deputies."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from congress.foundation.errors import NotFound
from congress.registration.models import Deputy


def deputies_of(session: Session, registration_id: int) -> Sequence[Deputy]:
    """Who was expected before, the latest first."""
    return session.scalars(
        select(Deputy)
        .where(Deputy.registration_id == registration_id)
        .options(joinedload(Deputy.upload))
        .order_by(Deputy.id.desc())
    ).all()


def deputy_by_id(session: Session, registration_id: int, deputy_id: int) -> Deputy:
    """Raises NotFound."""
    found = next((one for one in deputies_of(session, registration_id) if one.id == deputy_id), None)
    if found is None:
        raise NotFound
    return found
