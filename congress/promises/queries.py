"""Every question about promises; who may see one is part of the question."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.states import Role
from congress.foundation.access import Actor
from congress.foundation.uploads import Upload
from congress.programme.models import Congress
from congress.promises.errors import NoSuchPromise
from congress.promises.models import Promise, PromiseEvidence, PromiseLink, PromiseStep
from congress.promises.rules import EARLY
from congress.promises.states import OPEN_STATES
from congress.schools.models import Division
from congress.schools.queries import divisions_under
from congress.signing.models import Intention
from congress.signing.queries import visible_to
from congress.signing.states import State


def _whole() -> Select[tuple[Promise]]:
    return select(Promise).options(
        joinedload(Promise.intention),
        joinedload(Promise.office).joinedload(Division.parent),
        selectinload(Promise.steps).selectinload(PromiseStep.evidence).joinedload(PromiseEvidence.upload),
        selectinload(Promise.words),
        selectinload(Promise.notices),
    )


def own_codes(actor: Actor) -> frozenset[str]:
    """The places for which the actor works."""
    return frozenset(actor.scopes(Role.DIVISION, "division"))


def promises_statement(
    actor: Actor, congress_id: int, *, state: str | None = None, is_open: bool = False, before: date | None = None
) -> Select[tuple[Promise]]:
    """The promises of the intentions that the actor may see, and those that the actor's place has to keep."""
    seen = select(Intention.id).where(visible_to(actor))
    own = divisions_under(own_codes(actor))
    statement = _whole().where(
        Promise.congress_id == congress_id, or_(Promise.intention_id.in_(seen), Promise.office_id.in_(own))
    )
    if state:
        statement = statement.where(Promise.state == state)
    if is_open or before:
        statement = statement.where(Promise.state.in_(OPEN_STATES))
    return statement.where(Promise.due_on < before) if before else statement


def promise_for(session: Session, actor: Actor, congress: Congress, public_id: str) -> Promise:
    """The promise, if the actor may see it; else NoSuchPromise."""
    statement = promises_statement(actor, congress.id).where(Promise.public_id == public_id)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NoSuchPromise
    return found


def promises_of(session: Session, intention_id: int) -> Sequence[Promise]:
    return session.scalars(
        _whole().where(Promise.intention_id == intention_id).order_by(Promise.due_on, Promise.id)
    ).all()


def own_open_promises(session: Session, actor: Actor, congress_id: int, *, limit: int) -> Sequence[Promise]:
    """What the actor's place still has to keep, the most overdue first."""
    own = divisions_under(own_codes(actor))
    return session.scalars(
        promises_statement(actor, congress_id, is_open=True)
        .where(Promise.office_id.in_(own))
        .order_by(Promise.due_on, Promise.id)
        .limit(limit)
    ).all()


def promises_near(session: Session, today: date) -> Sequence[Promise]:
    """The open promises that are overdue or soon will be, of intentions that have not ended."""
    return session.scalars(
        _whole()
        .join(Intention, Intention.id == Promise.intention_id)
        .where(Promise.state.in_(OPEN_STATES), Promise.due_on <= today + EARLY, Intention.state != State.ENDED)
        .order_by(Promise.id)
    ).all()


def hold_promise(session: Session, promise: Promise) -> None:
    """Lock the row and read how it stands now."""
    session.execute(select(Promise.id).where(Promise.id == promise.id).with_for_update())
    session.refresh(promise, ["state", "due_on"])


def overdue_promises(session: Session, today: date) -> Sequence[Promise]:
    """What is open past its day, of intentions that have not ended; held, so that nobody is told twice."""
    return session.scalars(
        _whole()
        .join(Intention, Intention.id == Promise.intention_id)
        .where(Promise.state.in_(OPEN_STATES), Promise.due_on < today, Intention.state != State.ENDED)
        .order_by(Promise.id)
        .with_for_update(of=Promise)
    ).all()


def whole_promise(session: Session, promise_id: int) -> Promise:
    return session.scalars(
        _whole().where(Promise.id == promise_id).execution_options(populate_existing=True)
    ).one()  # fmt: skip


def link_by_digest(session: Session, link_sha256: str, *, lock: bool = False) -> PromiseLink | None:
    statement = select(PromiseLink).where(PromiseLink.link_sha256 == link_sha256)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def open_links_of(session: Session, promise_id: int) -> Sequence[PromiseLink]:
    return session.scalars(
        select(PromiseLink).where(PromiseLink.promise_id == promise_id, PromiseLink.closed_at.is_(None))
    ).all()


def evidence_of(promise: Promise, public_id: str) -> Upload | None:
    """The file of one of its steps."""
    files = (one.upload for step in promise.steps for one in step.evidence)
    return next((file for file in files if file.public_id == public_id), None)
