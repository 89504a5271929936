"""Every question about milestones."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.states import Role
from congress.foundation.access import Actor
from congress.foundation.uploads import Upload
from congress.outcomes.errors import NoSuchMilestone
from congress.outcomes.models import Evidence, Milestone, TalentLevel, Verification
from congress.outcomes.states import Decision, Kind, Level, MilestoneState
from congress.programme.models import Congress
from congress.schools.models import Division
from congress.signing.models import Intention, IntentionSchool, Signature
from congress.signing.queries import is_contract, is_in_yuan, visible_to, yuan_of
from congress.signing.states import SIGNED_STATES


def _whole() -> Select[tuple[Milestone]]:
    intention = joinedload(Milestone.intention)
    return select(Milestone).options(
        intention.joinedload(Intention.division).joinedload(Division.parent),
        intention.selectinload(Intention.schools).joinedload(IntentionSchool.school),
        intention.selectinload(Intention.parties),
        selectinload(Milestone.evidence).joinedload(Evidence.upload),
        selectinload(Milestone.verifications),
    )


def milestones_statement(actor: Actor, congress_id: int, *, state: str | None = None) -> Select[tuple[Milestone]]:
    """The milestones of the intentions that the actor may see."""
    seen = select(Intention.id).where(Intention.congress_id == congress_id, visible_to(actor))
    statement = _whole().where(Milestone.congress_id == congress_id, Milestone.intention_id.in_(seen))
    return statement.where(Milestone.state == state) if state else statement


def milestone_for(session: Session, actor: Actor, slug: str, public_id: str) -> Milestone:
    """The milestone, if the actor may see its intention; else NoSuchMilestone."""
    found = session.scalars(
        _whole()
        .join(Congress, Congress.id == Milestone.congress_id)
        .join(Intention, Intention.id == Milestone.intention_id)
        .where(Congress.slug == slug, Milestone.public_id == public_id, visible_to(actor))
    ).one_or_none()
    if found is None:
        raise NoSuchMilestone
    return found


def waiting_milestones(session: Session, actor: Actor, congress_id: int, *, limit: int) -> Sequence[Milestone]:
    """What the actor may see that waits for a verifier, what was filed first at first."""
    statement = milestones_statement(actor, congress_id, state=MilestoneState.FILED)
    return session.scalars(statement.order_by(Milestone.filed_at, Milestone.id).limit(limit)).all()


def seen_milestone(session: Session, actor: Actor, slug: str, public_id: str) -> Milestone | None:
    """The milestone, or None for somebody who may not see its intention."""
    try:
        return milestone_for(session, actor, slug, public_id)
    except NoSuchMilestone:
        return None


def whole_milestone(session: Session, milestone_id: int) -> Milestone:
    return session.scalars(_whole().where(Milestone.id == milestone_id).execution_options(populate_existing=True)).one()


def lock_milestone(session: Session, milestone_id: int) -> None:
    session.execute(select(Milestone.id).where(Milestone.id == milestone_id).with_for_update())


def milestones_of(session: Session, intention_id: int) -> Sequence[Milestone]:
    return session.scalars(
        _whole().where(Milestone.intention_id == intention_id).order_by(Milestone.occurred_on, Milestone.id)
    ).all()


def has_outcome(session: Session, intention_id: int) -> bool:
    return bool(
        session.scalar(
            select(func.count())
            .select_from(Milestone)
            .where(Milestone.intention_id == intention_id, Milestone.state == MilestoneState.ACCEPTED)
        )
    )


def acceptances(session: Session, milestone: Milestone) -> Sequence[Verification]:
    """Who accepted it since it was last filed, in order: each confirmed one step."""
    return session.scalars(
        select(Verification)
        .where(
            Verification.milestone_id == milestone.id,
            Verification.decision == Decision.ACCEPT,
            Verification.at >= milestone.filed_at,
        )
        .order_by(Verification.id)
    ).all()


def evidence_for(session: Session, actor: Actor, upload_public_id: str) -> Upload | None:
    """The upload, if it is the actor's own or attached to something that the actor may see."""
    by_milestone = (
        select(Evidence.upload_id)
        .join(Milestone, Milestone.id == Evidence.milestone_id)
        .join(Intention, Intention.id == Milestone.intention_id)
        .where(visible_to(actor))
    )
    by_signature = (
        select(Signature.upload_id)
        .join(Intention, Intention.id == Signature.intention_id)
        .where(visible_to(actor), Signature.upload_id.is_not(None))
    )
    return session.scalars(
        select(Upload).where(
            Upload.public_id == upload_public_id,
            or_(Upload.user_id == actor.user_id, Upload.id.in_(by_milestone), Upload.id.in_(by_signature)),
        )
    ).one_or_none()


def count_waiting(session: Session, congress_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Milestone)
            .where(Milestone.congress_id == congress_id, Milestone.state == MilestoneState.FILED)
        )
        or 0
    )


def stage_counts(session: Session, congress_id: int) -> dict[str, int]:
    """How many investment intentions were once signed, and how many of them reached each kind of milestone.

    What ended since is still in the whole: who drops a contract makes no rate better.
    """
    signed = select(Intention.id).where(
        Intention.congress_id == congress_id, Intention.category == "investment", is_contract()
    )
    rows = session.execute(
        select(Milestone.kind, func.count(func.distinct(Milestone.intention_id)))
        .where(Milestone.intention_id.in_(signed), Milestone.state == MilestoneState.ACCEPTED)
        .group_by(Milestone.kind)
    )
    counts = {kind.value: 0 for kind in Kind} | dict(rows.tuples().all())
    counts["signed"] = session.scalar(select(func.count()).select_from(signed.subquery())) or 0
    return counts


def signed_count(session: Session, congress_id: int) -> int:
    """How many intentions of any category are signed."""
    signed = select(func.count()).where(
        Intention.congress_id == congress_id, Intention.state.in_(SIGNED_STATES), is_contract()
    )
    return session.scalar(signed) or 0


def arrived_and_signed(session: Session, congress_id: int) -> tuple[int, int]:
    """Fen of capital that arrived, and fen signed, over investment contracts whose amount is known in yuan."""
    signed = select(Intention.id).where(
        Intention.congress_id == congress_id, Intention.category == "investment", is_contract(), is_in_yuan()
    )
    arrived = session.scalar(
        select(func.coalesce(func.sum(Milestone.amount_fen), 0)).where(
            Milestone.intention_id.in_(signed), Milestone.state == MilestoneState.ACCEPTED,
            Milestone.kind == Kind.CAPITAL_ARRIVED,
        )
    )  # fmt: skip
    agreed = session.scalar(select(func.coalesce(func.sum(yuan_of()), 0)).where(Intention.id.in_(signed)))
    return int(arrived or 0), int(agreed or 0)


def talent_levels(session: Session, congress_id: int) -> Sequence[TalentLevel]:
    return session.scalars(
        select(TalentLevel).where(TalentLevel.congress_id == congress_id).order_by(TalentLevel.id)
    ).all()


def people_by_key(session: Session, congress_id: int) -> dict[str, int]:
    """People recruited by the key of their level; what was reversed is not among them."""
    rows = session.execute(
        select(Milestone.level, func.sum(Milestone.count))
        .where(
            Milestone.congress_id == congress_id, Milestone.kind == Kind.PERSON_RECRUITED,
            Milestone.state == MilestoneState.ACCEPTED,
        )
        .group_by(Milestone.level)
    )  # fmt: skip
    return {key: int(count) for key, count in rows.tuples()}


def may_verify(actor: Actor, milestone: Milestone, level: str | None = None) -> bool:
    """Whether the milestone lies in the scope of one of the actor's verifier roles; with `level`, whether the actor
    speaks for that step of a chain.
    """
    division = milestone.intention.division
    parent = division.parent.code if division.parent else None
    by_level: dict[str, set[str | None]] = {
        "": {division.code, parent},
        Level.PLACE.value: {division.code},
        Level.PREFECTURE.value: {division.code if division.kind == "prefecture" else parent},
    }
    places = by_level.get(level or "", set())
    schools = {share.school.code for share in milestone.intention.schools} if level == Level.SCHOOL else set()
    return any(
        grant.role == Role.VERIFIER
        and (
            (grant.scope_kind == "province" and level in {None, Level.PROVINCE})
            or (grant.scope_kind == "division" and grant.scope_code in places)
            or (grant.scope_kind == "school" and grant.scope_code in schools)
        )
        for grant in actor.grants
    )
