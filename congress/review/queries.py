"""Every question about who is under review."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.registration.models import Holding, Registration
from congress.registration.states import Status
from congress.review.errors import NothingAsked
from congress.review.models import ReviewQuestion


def queue_statement(congress_id: int, *, asked: bool) -> Select[tuple[Registration]]:
    """Who is under review; those of whom something is asked wait apart, since it is their turn."""
    waits = exists().where(
        ReviewQuestion.registration_id == Registration.id, ReviewQuestion.answered_at.is_(None)
    )  # fmt: skip
    return (
        select(Registration)
        .where(
            Registration.congress_id == congress_id, Registration.status == Status.PENDING, waits if asked else ~waits
        )
        .options(
            joinedload(Registration.category), selectinload(Registration.holdings).joinedload(Holding.forum)
        )
    )  # fmt: skip


def queue_lengths(session: Session, congress_id: int) -> tuple[int, int]:
    """How many wait for us, and how many we wait for."""
    ours, theirs = (
        session.scalar(queue_statement(congress_id, asked=asked).with_only_columns(func.count()).order_by(None)) or 0
        for asked in (False, True)
    )
    return ours, theirs


def registrations_by_codes(session: Session, congress_id: int, codes: Collection[str]) -> Sequence[Registration]:
    """Held in the order of their ids, whole."""
    return session.scalars(
        select(Registration)
        .where(Registration.congress_id == congress_id, Registration.code.in_(codes))
        .options(
            joinedload(Registration.category, innerjoin=True),
            selectinload(Registration.holdings).joinedload(Holding.forum),
            selectinload(Registration.badges),
        )
        .order_by(Registration.id)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    ).all()


def questions_of(session: Session, registration_ids: Collection[int]) -> dict[int, list[ReviewQuestion]]:
    """What was asked of each of these, the newest first."""
    found: dict[int, list[ReviewQuestion]] = {}
    for question in session.scalars(
        select(ReviewQuestion)
        .where(ReviewQuestion.registration_id.in_(registration_ids))
        .options(joinedload(ReviewQuestion.upload))
        .order_by(ReviewQuestion.id.desc())
    ):
        found.setdefault(question.registration_id, []).append(question)
    return found


def open_question(session: Session, registration_id: int) -> ReviewQuestion | None:
    return session.scalars(
        select(ReviewQuestion).where(
            ReviewQuestion.registration_id == registration_id, ReviewQuestion.answered_at.is_(None)
        )
    ).one_or_none()


def question_by_id(session: Session, registration_id: int, question_id: int) -> ReviewQuestion:
    found = session.scalars(
        select(ReviewQuestion)
        .where(ReviewQuestion.registration_id == registration_id, ReviewQuestion.id == question_id)
        .options(joinedload(ReviewQuestion.upload))
    ).one_or_none()
    if found is None:
        raise NothingAsked
    return found


def registrations_by_ids(session: Session, ids: Collection[int]) -> Sequence[Registration]:
    """In the order in which they came."""
    return session.scalars(select(Registration).where(Registration.id.in_(ids)).order_by(Registration.id)).all()
