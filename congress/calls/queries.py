"""Every question about calls for topics."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.calls.errors import NoSuchInvitation, NoSuchProposal, NoSuchTopicCall
from congress.calls.models import Proposal, ProposedSpeaker, Review, TopicCall, TopicReviewer
from congress.calls.states import CallState
from congress.foundation.access import Actor
from congress.foundation.ids import digest


def _calls(congress_id: int) -> Select[tuple[TopicCall]]:
    return (
        select(TopicCall)
        .where(TopicCall.congress_id == congress_id)
        .options(joinedload(TopicCall.track), selectinload(TopicCall.reviewers))
        .order_by(TopicCall.closes_at, TopicCall.id)
    )


def calls_of(session: Session, congress_id: int) -> Sequence[TopicCall]:
    """Every call by its last day."""
    return session.scalars(_calls(congress_id)).all()


def public_calls(session: Session, congress_id: int, *, now: datetime) -> Sequence[TopicCall]:
    """The calls that have begun, by their last day."""
    shown = TopicCall.state != CallState.DRAFT
    return session.scalars(_calls(congress_id).where(shown, TopicCall.opens_at <= now)).all()


def call_by_slug(session: Session, congress_id: int, slug: str, *, public_at: datetime | None = None) -> TopicCall:
    """The call; with `public_at` only if the public sees it then. Raises NoSuchTopicCall."""
    statement = _calls(congress_id).where(TopicCall.slug == slug)
    if public_at is not None:
        statement = statement.where(TopicCall.state != CallState.DRAFT, TopicCall.opens_at <= public_at)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NoSuchTopicCall
    return found


def proposal_counts(session: Session, congress_id: int) -> dict[int, int]:
    """Call → how many proposals it has."""
    rows = session.execute(
        select(Proposal.call_id, func.count())
        .join(TopicCall, TopicCall.id == Proposal.call_id)
        .where(TopicCall.congress_id == congress_id)
        .group_by(Proposal.call_id)
    )
    return dict(rows.tuples().all())


def _proposals() -> Select[tuple[Proposal]]:
    return select(Proposal).options(
        joinedload(Proposal.call).options(selectinload(TopicCall.reviewers), joinedload(TopicCall.track)),
        joinedload(Proposal.school),
        selectinload(Proposal.speakers),
        selectinload(Proposal.reviews).joinedload(Review.user),
    )


def _one(session: Session, statement: Select[tuple[Proposal]]) -> Proposal:
    found = session.scalars(
        statement.with_for_update(of=Proposal).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchProposal
    return found


def proposals_of(session: Session, call_id: int) -> Sequence[Proposal]:
    return session.scalars(_proposals().where(Proposal.call_id == call_id).order_by(Proposal.id)).all()


def proposal_by_id(session: Session, congress_id: int, public_id: str) -> Proposal:
    """Raises NoSuchProposal; the row is held."""
    here = Proposal.call.has(TopicCall.congress_id == congress_id)
    return _one(session, _proposals().where(here, Proposal.public_id == public_id))


def own_proposal(session: Session, actor: Actor, key: str) -> Proposal:
    """The proposal of this code, or one that was made with the actor's login; raises NoSuchProposal."""
    own = Proposal.code_digest == digest(key.strip().upper())
    if actor.user_id is not None:
        own = or_(own, (Proposal.public_id == key) & (Proposal.user_id == actor.user_id))
    return _one(session, _proposals().where(own))


def proposals_of_user(session: Session, actor: Actor, congress_id: int) -> Sequence[Proposal]:
    """What somebody signed in has proposed, newest first."""
    here = Proposal.call.has(TopicCall.congress_id == congress_id)
    statement = _proposals().where(here, Proposal.user_id == actor.user_id, Proposal.user_id.is_not(None))
    return session.scalars(statement.order_by(Proposal.id.desc())).all()


def proposals_to_review(session: Session, actor: Actor, congress_id: int) -> Sequence[Proposal]:
    """Everything in the calls for which the actor is a reviewer, by its call and the time it was made."""
    return session.scalars(_reviewable(actor, congress_id).order_by(Proposal.call_id, Proposal.id)).all()


def proposal_to_review(session: Session, actor: Actor, congress_id: int, public_id: str) -> Proposal:
    """Raises NoSuchProposal."""
    return _one(session, _reviewable(actor, congress_id).where(Proposal.public_id == public_id))


def _reviewable(actor: Actor, congress_id: int) -> Select[tuple[Proposal]]:
    mine = select(TopicReviewer.call_id).where(TopicReviewer.user_id == actor.user_id)
    return _proposals().where(Proposal.call_id.in_(mine), Proposal.call.has(TopicCall.congress_id == congress_id))


def speaker_by_code(session: Session, code: str) -> ProposedSpeaker:
    """The invited speaker with the proposal; the row is held. Raises NoSuchInvitation."""
    found = session.scalars(
        select(ProposedSpeaker)
        .where(ProposedSpeaker.code_digest == digest(code.strip().upper()))
        .options(joinedload(ProposedSpeaker.proposal).joinedload(Proposal.call))
        .with_for_update(of=ProposedSpeaker)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchInvitation
    return found
