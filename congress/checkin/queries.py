"""Every question about gates, scans and attendance."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select, true
from sqlalchemy.orm import Session, joinedload

from congress.checkin.errors import NoSuchGate
from congress.checkin.judging import GateFacts
from congress.checkin.models import WHOLE_CONGRESS, Admission, Gate, Scan
from congress.checkin.rules import ONCE, Door, EachDay, drill_of, number_of_day
from congress.checkin.states import GateKind
from congress.foundation.clock import day_bounds, local_day
from congress.foundation.pages import zone
from congress.programme.models import Category, Congress, Forum, Track
from congress.registration.models import Badge, Holding, Registration
from congress.registration.states import HoldingStatus, Status

# all entries, of whichever day
ANY: ColumnElement[bool] = true()


def gates_of(session: Session, congress_id: int) -> Sequence[Gate]:
    return session.scalars(
        select(Gate).where(Gate.congress_id == congress_id).options(joinedload(Gate.forum)).order_by(Gate.id)
    ).all()


def gate_by_slug(session: Session, congress_id: int, slug: str) -> Gate:
    """Raises NoSuchGate."""
    found = session.scalars(
        select(Gate).where(Gate.congress_id == congress_id, Gate.slug == slug).options(joinedload(Gate.forum))
    ).one_or_none()
    if found is None:
        raise NoSuchGate
    return found


def scans_statement(congress_id: int, *, gate: str | None = None, result: str | None = None) -> Select[tuple[Scan]]:
    """What the gates read, the newest first."""
    statement = select(Scan).where(Scan.congress_id == congress_id)
    if gate:
        statement = statement.where(Scan.gate_told == gate)
    if result:
        statement = statement.where(Scan.result == result)
    return statement.order_by(Scan.id.desc())


def wearers_of(session: Session, badge_ids: Collection[int]) -> dict[int, Registration]:
    """Badge → the registration of whoever wears it, with its category."""
    found = session.execute(
        select(Badge.id, Registration)
        .join(Registration, Registration.id == Badge.registration_id)
        .where(Badge.id.in_(badge_ids))
        .options(joinedload(Registration.category))
    )
    return dict(found.tuples().all())


def gate_facts(session: Session, congress_id: int) -> dict[str, GateFacts]:
    congress = session.get_one(Congress, congress_id)
    return {
        gate.slug: facts_of(gate, congress)
        for gate in session.scalars(select(Gate).where(Gate.congress_id == congress_id))
    }


def facts_of(gate: Gate, congress: Congress) -> GateFacts:
    """The gate's own settings, and what its congress says of days."""
    each_day = EachDay(zone(), congress.day_break)
    door = Door(gate.forum_id is not None, gate.kind == GateKind.EXIT, gate.opens_at, gate.closes_at)
    if gate.day is not None:
        door = each_day.within(gate.day, door)
    return GateFacts(
        gate.id, gate.slug, gate.name, gate.target, gate.re_entry, door,
        drill_of(gate.drill_since, gate.drill_until, door.opens_at), each_day if gate.daily else None,
    )  # fmt: skip


def counted_day(session: Session, gate: Gate, at: datetime) -> int:
    """Whose entries that moment belongs to; nought where everybody enters once."""
    return facts_of(gate, session.get_one(Congress, gate.congress_id)).day_of(at)


def today_at(session: Session, congress_id: int, at: datetime) -> date:
    """The programme's day of that moment."""
    return local_day(at, zone(), session.get_one(Congress, congress_id).day_break)


def bounds_of(session: Session, congress_id: int, day: date) -> tuple[datetime, datetime]:
    """Between which moments it is that day of the programme."""
    return day_bounds(day, zone(), session.get_one(Congress, congress_id).day_break)


def gates_beside(session: Session, gate: Gate) -> Sequence[Gate]:
    """The other gates that let people in where this one does; what counts entries there counts them for all."""
    found = gates_of(session, gate.congress_id)
    return [one for one in found if one is not gate and one.target == gate.target and one.kind != GateKind.EXIT]


def has_entries(session: Session, congress_id: int, target: int) -> bool:
    entered = select(Admission.id).where(Admission.congress_id == congress_id, Admission.target == target)
    return session.scalar(select(entered.exists())) or False


def manifest_rows(session: Session, congress_id: int, forum_id: int | None) -> Sequence[Any]:
    """Each badge ever issued, with what a gate asks of it: what an offline device must know."""
    holding: Any = Holding.status if forum_id is not None else null()
    statement = (
        select(
            Badge.number, Badge.serial, Badge.category_letter, Badge.code, Badge.revoked_at, Registration.name,
            Registration.code.label("registration_code"), Registration.delegation, Registration.status,
            holding.label("holding"),
        )
        .join(Registration, Registration.id == Badge.registration_id)
        .where(Badge.congress_id == congress_id)
    )  # fmt: skip
    if forum_id is not None:
        held = (Holding.registration_id == Registration.id) & (Holding.forum_id == forum_id)
        statement = statement.outerjoin(Holding, held)
    return session.execute(statement).all()


def entered_since(session: Session, congress_id: int, target: int, scan_id: int) -> Sequence[Any]:
    """(scan id, number, serial, letter, time, day, gate) of admissions decided by scans after that one."""
    return session.execute(
        select(
            Admission.scan_id,
            Badge.number,
            Badge.serial,
            Badge.category_letter,
            Admission.at,
            Admission.day,
            Gate.slug.label("gate"),
        )
        .join(Badge, Badge.id == Admission.badge_id)
        .join(Gate, Gate.id == Admission.gate_id)
        .where(Admission.congress_id == congress_id, Admission.target == target, Admission.scan_id > scan_id)
        .order_by(Admission.scan_id)
    ).all()


def search_at_gate(session: Session, congress_id: int, forum_id: int | None, q: str) -> Sequence[Registration]:
    """At most ten people whom this gate may admit, by name, sound or the last four digits of the phone."""
    statement = (
        select(Registration)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .options(joinedload(Registration.category))
    )
    if forum_id is not None:
        holds = select(Holding.registration_id).where(
            Holding.forum_id == forum_id, Holding.status == HoldingStatus.CONFIRMED
        )
        statement = statement.where(Registration.id.in_(holds))
    by_phone = [Registration.phone_tail == q] if q.isdigit() and len(q) == 4 else []  # noqa: PLR2004 -- last four digits
    statement = statement.where(
        or_(
            Registration.name.icontains(q, autoescape=True),
            Registration.sound.contains(q.lower(), autoescape=True),
            *by_phone,
        )
    )
    return session.scalars(statement.order_by(Registration.name, Registration.id).limit(10)).all()


def gate_counts(
    session: Session, congress_id: int, target: int, *, day: tuple[datetime, datetime], quarter: datetime
) -> dict[str, int]:
    """People admitted at this target in all, today, and since the quarter of an hour began."""

    def count(*conditions: Any) -> int:
        return (
            session.scalar(
                select(func.count(func.distinct(Badge.registration_id)))
                .select_from(Admission)
                .join(Badge, Badge.id == Admission.badge_id)
                .where(Admission.congress_id == congress_id, Admission.target == target, *conditions)
            )
            or 0
        )

    return {
        "admitted": count(),
        "today": count(Admission.at >= day[0], Admission.at < day[1]),
        "quarter": count(Admission.at >= quarter),
    }


def _people() -> Any:
    return func.count(func.distinct(Badge.registration_id))


def let_in_on(session: Session, congress_id: int, day: date) -> ColumnElement[bool]:
    """Entries of that day of the programme."""
    begins, ends = bounds_of(session, congress_id, day)
    return and_(Admission.at >= begins, Admission.at < ends)


def standing_at(session: Session, congress_id: int, now: datetime) -> ColumnElement[bool]:
    """Entries that say who is here: those that count once, and today's where each day counts anew."""
    return Admission.day.in_((ONCE, number_of_day(today_at(session, congress_id, now))))


def attendance_by_gate(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> Sequence[Any]:
    """(slug, name, people) for each gate."""
    return session.execute(
        select(Gate.slug, Gate.name, _people())
        .outerjoin(Admission, (Admission.gate_id == Gate.id) & which)
        .outerjoin(Badge, Badge.id == Admission.badge_id)
        .where(Gate.congress_id == congress_id)
        .group_by(Gate.id, Gate.slug, Gate.name)
        .order_by(Gate.id)
    ).all()


def attendance_by_forum(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> Sequence[Any]:
    """(slug, title zh, title en, expected, present) for each forum."""
    expected = (
        select(Holding.forum_id, func.count().label("expected"))
        .where(Holding.status == HoldingStatus.CONFIRMED)
        .group_by(Holding.forum_id)
        .subquery()
    )
    present = (
        select(Admission.target, _people().label("present"))
        .join(Badge, Badge.id == Admission.badge_id)
        .where(Admission.congress_id == congress_id, Admission.target != WHOLE_CONGRESS, which)
        .group_by(Admission.target)
        .subquery()
    )
    return session.execute(
        select(
            Forum.slug,
            Forum.title_zh,
            Forum.title_en,
            func.coalesce(expected.c.expected, 0),
            func.coalesce(present.c.present, 0),
        )
        .outerjoin(expected, expected.c.forum_id == Forum.id)
        .outerjoin(present, present.c.target == Forum.id)
        .where(Forum.congress_id == congress_id)
        .order_by(Forum.starts_at, Forum.id)
    ).all()


def attendance_by_track(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> Sequence[Any]:
    """(slug, people) for each track: whoever was in at least one of its forums."""
    return session.execute(
        select(Track.slug, _people())
        .outerjoin(Forum, Forum.track_id == Track.id)
        .outerjoin(Admission, (Admission.target == Forum.id) & which)
        .outerjoin(Badge, Badge.id == Admission.badge_id)
        .where(Track.congress_id == congress_id)
        .group_by(Track.id, Track.slug, Track.position)
        .order_by(Track.position)
    ).all()


def attendance_by_category(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> Sequence[Any]:
    """(slug, people who came in anywhere) for each category."""
    return session.execute(
        select(Category.slug, _people())
        .outerjoin(Registration, Registration.category_id == Category.id)
        .outerjoin(Badge, Badge.registration_id == Registration.id)
        .join(Admission, Admission.badge_id == Badge.id)
        .where(Category.congress_id == congress_id, Admission.target >= WHOLE_CONGRESS, which)
        .group_by(Category.id, Category.slug, Category.position)
        .order_by(Category.position)
    ).all()


def admission_times(
    session: Session, congress_id: int, target: int, which: ColumnElement[bool] = ANY
) -> Sequence[datetime]:
    """When each person came in first, on each day where days count, with whichever badge."""
    return session.scalars(
        select(func.min(Admission.at))
        .join(Badge, Badge.id == Admission.badge_id)
        .where(Admission.congress_id == congress_id, Admission.target == target, which)
        .group_by(Badge.registration_id, Admission.day)
    ).all()


def people_present(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> int:
    """Whoever came in at any door; a meal or a desk, whose targets lie below nought, lets nobody in."""
    return (
        session.scalar(
            select(_people())
            .select_from(Admission)
            .join(Badge, Badge.id == Admission.badge_id)
            .where(Admission.congress_id == congress_id, Admission.target >= WHOLE_CONGRESS, which)
        )
        or 0
    )
