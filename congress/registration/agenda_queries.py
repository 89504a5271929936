"""Forums that the same people hold at the same time, which happens when one of them is moved."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from congress.programme.models import Forum
from congress.registration.models import Holding, Registration
from congress.registration.queries import STANDING

FIRST, SECOND = aliased(Forum), aliased(Forum)


def _held_together(*columns: Any) -> Select[Any]:
    """Over each pair of overlapping forums that one registration holds or waits for, the earlier first."""
    one, other = aliased(Holding), aliased(Holding)
    in_order = or_(FIRST.starts_at < SECOND.starts_at, and_(FIRST.starts_at == SECOND.starts_at, FIRST.id < SECOND.id))
    return (
        select(*columns)
        .select_from(Registration)
        .join(one, one.registration_id == Registration.id)
        .join(other, other.registration_id == Registration.id)
        .join(FIRST, FIRST.id == one.forum_id)
        .join(SECOND, SECOND.id == other.forum_id)
        .where(Registration.status.in_(STANDING), in_order, SECOND.starts_at < FIRST.ends_at)
    )


def agenda_clashes(session: Session, congress_id: int) -> Sequence[Row[Any]]:
    """(first forum, second forum, how many people) for each pair, by time."""
    statement = _held_together(FIRST, SECOND, func.count(Registration.id)).where(FIRST.congress_id == congress_id)
    return session.execute(statement.group_by(FIRST.id, SECOND.id).order_by(FIRST.starts_at, FIRST.id, SECOND.id)).all()


def people_between(session: Session, forum_id: int) -> int:
    """How many people hold another forum while this one takes place."""
    either = or_(FIRST.id == forum_id, SECOND.id == forum_id)
    return session.scalar(_held_together(func.count(Registration.id.distinct())).where(either)) or 0
