"""Every question about slips, and which papers exist."""

from collections.abc import Collection

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.alumni.models import Consent
from congress.alumni.states import Purpose
from congress.changes.errors import NoSuchSlip
from congress.changes.models import ChangeSlip
from congress.changes.rules import Paper
from congress.payments.models import Extra, Order, OrderItem
from congress.payments.states import HOLDING, ExtraKind
from congress.programme.models import Forum
from congress.registration.models import Badge, Registration
from congress.seating.models import SeatingPlan
from congress.signing.models import IntentionAlumnus, Party


def existing_papers(session: Session, registration: Registration, forums: Collection[str]) -> set[Paper]:
    """The papers that name the person, or did before they gave these forums up."""
    key = registration.id
    printed = exists().where(Badge.registration_id == key, Badge.printed_at.is_not(None))
    seated = exists().where(
        SeatingPlan.forum_id == Forum.id, Forum.congress_id == registration.congress_id, Forum.slug.in_(forums)
    )
    signs = exists().where(Party.registration_id == key)
    named = exists().where(IntentionAlumnus.registration_id == key)
    dines = exists().where(
        Order.registration_id == key, Order.state.in_(HOLDING), OrderItem.order_id == Order.id,
        OrderItem.quantity > OrderItem.returned,
        Extra.id == OrderItem.extra_id, Extra.kind == ExtraKind.DINNER,
    )  # fmt: skip
    published = exists().where(
        Consent.person_id == registration.person_id, Consent.purpose == Purpose.PUBLISH, Consent.withdrawn_at.is_(None)
    )
    found = session.execute(
        select(
            printed.label(Paper.BADGE), seated.label(Paper.SEAT_CHART), (signs | named).label(Paper.RUNNING_ORDER),
            dines.label(Paper.KITCHEN), published.label(Paper.HANDBOOK),
        )
    ).one()  # fmt: skip
    papers = {Paper(name) for name, there in found._mapping.items() if there} | {Paper.DELEGATION}  # noqa: SLF001 -- the public name of a row's mapping
    return papers | ({Paper.TABLE_CARD} if Paper.SEAT_CHART in papers else set())


def slips_statement(congress_id: int, *, closed: bool) -> Select[tuple[ChangeSlip]]:
    """Slips with something to do, or those that are done."""
    is_closed = ChangeSlip.closed_at.is_not(None)
    return (
        select(ChangeSlip)
        .where(ChangeSlip.congress_id == congress_id, is_closed if closed else ~is_closed)
        .options(joinedload(ChangeSlip.registration), selectinload(ChangeSlip.tasks))
    )


def slip_by_id(session: Session, congress_id: int, slip_id: int, *, hold: bool = False) -> ChangeSlip:
    """The whole slip; held, so that its last two tasks can be ticked off at the same moment."""
    mine = (ChangeSlip.congress_id == congress_id, ChangeSlip.id == slip_id)
    if hold:
        session.execute(select(ChangeSlip.id).where(*mine).with_for_update())
    found = session.scalars(
        select(ChangeSlip)
        .where(*mine)
        .options(joinedload(ChangeSlip.registration).joinedload(Registration.category), selectinload(ChangeSlip.tasks))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchSlip
    return found


def open_count(session: Session, congress_id: int) -> int:
    return session.scalar(slips_statement(congress_id, closed=False).with_only_columns(func.count())) or 0
