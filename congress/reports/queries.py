"""Every question of the reports: the projects that somebody may see, in three statements however many there are."""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from congress.foundation.access import Actor
from congress.outcomes.models import Milestone
from congress.outcomes.states import Kind, MilestoneState
from congress.reports.rules import Project
from congress.schools.models import Division, Industry, School
from congress.schools.states import DivisionKind
from congress.signing.models import Intention, IntentionSchool
from congress.signing.queries import is_contract, is_in_yuan, visible_to, yuan_of
from congress.signing.states import Category


def projects_of(session: Session, actor: Actor, congress_id: int | None, *, zone: ZoneInfo) -> list[Project]:
    """The investment projects of a congress, or of all, that the actor may see; the newest first."""
    # of two records of one project one counts
    which: list[ColumnElement[bool]] = [
        Intention.category == Category.INVESTMENT, Intention.same_as_id.is_(None), visible_to(actor),
    ]  # fmt: skip
    if congress_id is not None:
        which.append(Intention.congress_id == congress_id)
    seen = select(Intention.id).where(*which)
    schools, reached = _schools(session, seen), _reached(session, seen)
    above = aliased(Division)
    rows = session.execute(
        select(
            Intention.id,
            Intention.public_id,
            Intention.title,
            Intention.state,
            yuan_of().label("amount_fen"),
            Intention.signed_at,
            is_contract().label("is_contract"),
            is_in_yuan().label("is_in_yuan"),
            Division.code.label("place"),
            Industry.code.label("industry"),
            case((above.kind == DivisionKind.PREFECTURE, above.code), else_=Division.code).label("prefecture"),
        )
        .join(Division, Division.id == Intention.division_id)
        .outerjoin(above, above.id == Division.parent_id)
        .outerjoin(Industry, Industry.id == Intention.industry_id)
        .where(*which)
        .order_by(Intention.id.desc())
    )
    return [
        Project(
            public_id=one.public_id, title=one.title, state=one.state, place=one.place, prefecture=one.prefecture,
            industry=one.industry or "", schools=frozenset(schools[one.id]),
            amount_fen=one.amount_fen, year=one.signed_at.astimezone(zone).year if one.is_contract else None,
            reached=frozenset(reached[one.id]),
            arrived_fen=reached[one.id].get(Kind.CAPITAL_ARRIVED, 0) if one.is_in_yuan else 0,
        )
        for one in rows
    ]  # fmt: skip


def _schools(session: Session, seen: Any) -> defaultdict[int, set[tuple[str, str]]]:
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = session.execute(
        select(IntentionSchool.intention_id, School.kind, School.code)
        .join(School, School.id == IntentionSchool.school_id)
        .where(IntentionSchool.intention_id.in_(seen))
    )
    for intention, kind, code in rows:
        found[intention].add((kind, code))
    return found


def _reached(session: Session, seen: Any) -> defaultdict[int, dict[str, int]]:
    """Of each project the kinds of its accepted milestones, each with its sum."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(Milestone.intention_id, Milestone.kind, func.sum(Milestone.amount_fen))
        .where(Milestone.intention_id.in_(seen), Milestone.state == MilestoneState.ACCEPTED)
        .group_by(Milestone.intention_id, Milestone.kind)
    )
    for intention, kind, fen in rows:
        found[intention][kind] = int(fen)
    return found
