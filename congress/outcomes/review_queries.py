"""Every question about chains of verification, joint reviews, interests and favours."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from congress.foundation.uploads import Upload
from congress.outcomes.models import ChainStep, Evidence, FavourRequest, Interest, JointReview, Milestone
from congress.outcomes.queries import acceptances
from congress.outcomes.rules import has_level, is_out_of_order
from congress.outcomes.states import FAMILY_OF, Kind, MilestoneState

# a milestone that is or may become an outcome
STANDING = (MilestoneState.FILED, MilestoneState.JOINT, MilestoneState.ACCEPTED)


def chain_of(session: Session, congress_id: int, family: str) -> Sequence[ChainStep]:
    """The steps as they are set; none where one verifier decides."""
    return session.scalars(
        select(ChainStep)
        .where(ChainStep.congress_id == congress_id, ChainStep.family == family)
        .order_by(ChainStep.position)
    ).all()


def chain_for(session: Session, milestone: Milestone) -> list[ChainStep]:
    """The steps that apply to this milestone."""
    division, any_school = milestone.intention.division, bool(milestone.intention.schools)
    parent = division.parent.kind if division.parent else None
    return [
        step
        for step in chain_of(session, milestone.congress_id, FAMILY_OF[Kind(milestone.kind)])
        if has_level(step.level, division.kind, parent, any_school=any_school)
    ]


def next_step(session: Session, milestone: Milestone) -> ChainStep | None:
    """Whose turn it is; the last step speaks again where a second verifier is asked for."""
    steps = chain_for(session, milestone)
    return steps[min(len(acceptances(session, milestone)), len(steps) - 1)] if steps else None


def has_interest(session: Session, user_id: int | None, intention_id: int) -> bool:
    found = select(Interest.id).where(Interest.user_id == user_id, Interest.intention_id == intention_id)
    return session.scalar(found.limit(1)) is not None


def joint_reviews_of(session: Session, milestone_id: int) -> Sequence[JointReview]:
    return session.scalars(
        select(JointReview).where(JointReview.milestone_id == milestone_id).order_by(JointReview.id)
    ).all()


def favour_requests(session: Session, congress_id: int) -> Sequence[FavourRequest]:
    """All that was recorded, newest first."""
    return session.scalars(
        select(FavourRequest)
        .join(FavourRequest.milestone)
        .options(joinedload(FavourRequest.milestone).joinedload(Milestone.intention))
        .where(Milestone.congress_id == congress_id)
        .order_by(FavourRequest.id.desc())
    ).all()


@dataclass(frozen=True)
class Doubts:
    """What speaks against a milestone at first sight: it is shown, and somebody decides."""

    over_contract: bool
    out_of_order: bool
    same_voucher: bool

    @property
    def any(self) -> bool:
        return self.over_contract or self.out_of_order or self.same_voucher


def doubts_about(session: Session, milestone: Milestone) -> Doubts:
    rows = session.execute(
        select(Milestone.kind, Milestone.occurred_on, Milestone.amount_fen).where(
            Milestone.intention_id == milestone.intention_id,
            Milestone.id != milestone.id,
            Milestone.state.in_(STANDING),
        )
    )
    others = rows.tuples().all()
    sum_of_kind = milestone.amount_fen + sum(fen for kind, _day, fen in others if kind == milestone.kind)
    agreed = milestone.intention.yuan_fen
    hashes = [one.upload.sha256 for one in milestone.evidence]
    twice = session.scalar(
        select(func.count())
        .select_from(Evidence)
        .join(Upload, Upload.id == Evidence.upload_id)
        .join(Milestone, Milestone.id == Evidence.milestone_id)
        .where(Upload.sha256.in_(hashes), Milestone.id != milestone.id, Milestone.state.in_(STANDING))
    )
    return Doubts(
        over_contract=bool(agreed) and milestone.amount_fen > 0 and sum_of_kind > agreed,
        out_of_order=is_out_of_order(
            milestone.kind, milestone.occurred_on, [(kind, day) for kind, day, _fen in others]
        ),
        same_voucher=bool(twice),
    )
