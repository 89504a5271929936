"""Whom a follow-up concerns, and who has not answered it."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from congress.programme.models import Forum
from congress.questions.models import FollowUp, FollowUpSheet
from congress.registration.models import Holding, Registration
from congress.registration.queries import Filter, listed_registrations
from congress.registration.states import HoldingStatus, Status


def not_asked(session: Session, follow_up: FollowUp) -> Sequence[Registration]:
    """Those who are confirmed and concerned, and have not been asked yet."""
    wish = Filter(status=Status.CONFIRMED, category=follow_up.category)
    asked = select(FollowUpSheet.registration_id).where(FollowUpSheet.follow_up_id == follow_up.id)
    concerned = listed_registrations(follow_up.congress_id, wish).where(Registration.id.not_in(asked))
    if follow_up.forum:
        seated = (
            select(Holding.registration_id)
            .join(Forum, Forum.id == Holding.forum_id)
            .where(Forum.congress_id == follow_up.congress_id, Forum.slug == follow_up.forum)
            .where(Holding.status == HoldingStatus.CONFIRMED)
        )
        concerned = concerned.where(Registration.id.in_(seated))
    return session.scalars(concerned.order_by(Registration.id)).all()


def unanswered(follow_up: FollowUp) -> Select[tuple[Registration]]:
    """Those who come, were asked and have not answered."""
    return (
        select(Registration)
        .options(joinedload(Registration.category))
        .join(FollowUpSheet, FollowUpSheet.registration_id == Registration.id)
        .where(FollowUpSheet.follow_up_id == follow_up.id, FollowUpSheet.answered_at.is_(None))
        .where(Registration.status == Status.CONFIRMED)
    )


def those_of(session: Session, registration_ids: Sequence[int]) -> Sequence[Registration]:
    return session.scalars(select(Registration).where(Registration.id.in_(registration_ids))).all()


def asked_and_answered(session: Session, congress_id: int) -> dict[int, tuple[int, int]]:
    """Follow-up → how many of those who come were asked, and how many answered."""
    rows = session.execute(
        select(FollowUp.id, func.count(), func.count(FollowUpSheet.answered_at))
        .join(FollowUpSheet, FollowUpSheet.follow_up_id == FollowUp.id)
        .join(Registration, Registration.id == FollowUpSheet.registration_id)
        .where(FollowUp.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .group_by(FollowUp.id)
    )
    return {follow_up_id: (asked, answered) for follow_up_id, asked, answered in rows}
