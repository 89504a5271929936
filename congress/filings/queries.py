"""Every question about filings; who may see one is part of the question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.models import RoleGrant, User
from congress.accounts.states import Role
from congress.filings.errors import NoSuchFiling
from congress.filings.models import Filing, FilingLink, FilingStep, Standing
from congress.filings.rules import first_break
from congress.filings.states import OPEN_STATES, STANDING_STATES, FilingState
from congress.foundation.access import Actor
from congress.foundation.uploads import Upload
from congress.programme.models import Congress
from congress.schools.models import Division, School
from congress.signing.models import Intention, IntentionSchool
from congress.signing.queries import sees_all
from congress.signing.states import BEFORE_SIGNED

DIVISION = "division"


@dataclass(frozen=True)
class Filer:
    """A school or a place for which the actor files."""

    kind: str
    code: str
    name: str
    name_en: str


def own_filers(session: Session, actor: Actor) -> list[Filer]:
    """For whom the actor files, schools before places, in official order."""
    schools = session.scalars(
        select(School).where(School.code.in_(actor.scopes(Role.SCHOOL, "school"))).order_by(School.position)
    )
    places = session.scalars(
        select(Division).where(Division.code.in_(actor.scopes(Role.DIVISION, DIVISION))).order_by(Division.position)
    )
    found = [Filer(one.kind, one.code, one.name, one.name_en) for one in schools]
    return [*found, *(Filer(DIVISION, one.code, one.name, one.name_en) for one in places)]


def filer_names(session: Session, filings: Collection[Filing]) -> Mapping[str, tuple[str, str]]:
    """Chinese and English name of each filer, by its code."""
    codes = {one.filer_code for one in filings}
    schools = session.execute(select(School.code, School.name, School.name_en).where(School.code.in_(codes)))
    places = session.execute(select(Division.code, Division.name, Division.name_en).where(Division.code.in_(codes)))
    return {code: (name, name_en) for rows in (schools, places) for code, name, name_en in rows.tuples()}


def is_filer(actor: Actor, filing: Filing) -> bool:
    role = (Role.DIVISION, DIVISION) if filing.filer_kind == DIVISION else (Role.SCHOOL, "school")
    return filing.filer_code in actor.scopes(*role)


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """The filer's own; organisers and the province's verifiers see all, nobody else any."""
    if sees_all(actor):
        return true()
    is_place = Filing.filer_kind == DIVISION
    return or_(
        and_(~is_place, Filing.filer_code.in_(actor.scopes(Role.SCHOOL, "school"))),
        and_(is_place, Filing.filer_code.in_(actor.scopes(Role.DIVISION, DIVISION))),
    )


def _whole() -> Select[tuple[Filing]]:
    return (
        select(Filing)
        .join(Standing, Standing.filing_id == Filing.id)
        .options(
            joinedload(Filing.division).joinedload(Division.parent),
            joinedload(Filing.industry),
            joinedload(Filing.standing).joinedload(Standing.intention),
            selectinload(Filing.steps).joinedload(FilingStep.upload),
        )
    )


def filings_statement(
    actor: Actor, congress_id: int, *, state: str | None = None, intention: str | None = None
) -> Select[tuple[Filing]]:
    """The filings that the actor may see."""
    statement = _whole().where(Filing.congress_id == congress_id, _visible_to(actor))
    if intention:
        statement = statement.join(Intention, Intention.id == Standing.intention_id)
        statement = statement.where(Intention.public_id == intention)
    return statement.where(Standing.state == state) if state else statement


def filing_for(session: Session, actor: Actor, congress: Congress, public_id: str) -> Filing:
    """The filing, if the actor may see it; else NoSuchFiling."""
    statement = filings_statement(actor, congress.id).where(Filing.public_id == public_id)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NoSuchFiling
    return found


def whole_filing(session: Session, filing_id: int) -> Filing:
    return session.scalars(
        _whole().where(Filing.id == filing_id).execution_options(populate_existing=True)
    ).one()  # fmt: skip


def hold_filing(session: Session, filing_id: int) -> Filing:
    """The filing with its standing held, as it is now."""
    session.execute(select(Standing.filing_id).where(Standing.filing_id == filing_id).with_for_update())
    return whole_filing(session, filing_id)


def standing_filings(session: Session, congress_id: int, *, lapsed_since: datetime) -> Sequence[Filing]:
    """What stands of a congress or lapsed a short while ago, in the order in which it was filed."""
    lapsed = and_(Standing.state == FilingState.LAPSED, Standing.good_until >= lapsed_since)
    return session.scalars(
        _whole()
        .where(Filing.congress_id == congress_id, or_(Standing.state.in_(STANDING_STATES), lapsed))
        .order_by(Filing.number)
    ).all()


def protected_filings(session: Session, congress_id: int, *, now: datetime) -> Sequence[Filing]:
    """The confirmed filings that are protected now, the first filed first."""
    return session.scalars(
        _whole()
        .where(
            Filing.congress_id == congress_id, Standing.state == FilingState.CONFIRMED, Standing.good_until > now
        )
        .order_by(Filing.number)
    ).all()  # fmt: skip


def linked_filings(session: Session, intention_ids: Collection[int]) -> Sequence[Filing]:
    return session.scalars(_whole().where(Standing.intention_id.in_(intention_ids)).order_by(Filing.number)).all()


def intentions_by_id(session: Session, ids: Collection[int]) -> Sequence[Intention]:
    """Intentions with what they are known by and who has a share of them."""
    return session.scalars(
        select(Intention)
        .where(Intention.id.in_(ids))
        .options(
            joinedload(Intention.division).joinedload(Division.parent), joinedload(Intention.industry),
            selectinload(Intention.parties), selectinload(Intention.signatures),
            selectinload(Intention.schools).joinedload(IntentionSchool.school),
        )
        .order_by(Intention.id)
    ).all()  # fmt: skip


def intentions_after(session: Session, filing: Filing) -> Sequence[int]:
    """What was recorded after the filing was made and is not signed yet, the earliest first."""
    return session.scalars(
        select(Intention.id)
        .where(
            Intention.congress_id == filing.congress_id, Intention.created_at > filing.filed_at,
            Intention.state.in_(BEFORE_SIGNED),
        )
        .order_by(Intention.id)
    ).all()  # fmt: skip


def count_waiting(session: Session, congress_id: int, filer: Filer) -> int:
    statement = (
        select(func.count())
        .select_from(Filing)
        .join(Standing, Standing.filing_id == Filing.id)
        .where(
            Filing.congress_id == congress_id, Filing.filer_kind == filer.kind, Filing.filer_code == filer.code,
            Standing.state == FilingState.WAITING,
        )
    )  # fmt: skip
    return session.scalar(statement) or 0


def last_of_chain(session: Session, congress_id: int) -> tuple[int, str] | None:
    """Number and hash of the newest filing; the congress is held, so that two filings follow one another."""
    session.execute(select(Congress.id).where(Congress.id == congress_id).with_for_update())
    row = session.execute(
        select(Filing.number, Filing.hash)
        .where(Filing.congress_id == congress_id)
        .order_by(Filing.number.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True)
class Chain:
    """How many filings there are, the hash of the last, and the number of the first that does not fit."""

    count: int
    head: str
    broken_at: int | None


def chain_of(session: Session, congress_id: int) -> Chain:
    filings = session.scalars(select(Filing).where(Filing.congress_id == congress_id).order_by(Filing.number)).all()
    broken = first_break((one.number, one.previous_hash, one.hash, one.facts()) for one in filings)
    return Chain(len(filings), filings[-1].hash if filings else "", broken)


def link_by_digest(session: Session, link_sha256: str, *, lock: bool = False) -> FilingLink | None:
    statement = select(FilingLink).where(FilingLink.link_sha256 == link_sha256)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def open_links_of(session: Session, filing_id: int) -> Sequence[FilingLink]:
    return session.scalars(
        select(FilingLink).where(FilingLink.filing_id == filing_id, FilingLink.closed_at.is_(None))
    ).all()


def filings_ending(session: Session, before: datetime) -> Sequence[Filing]:
    """The open filings whose time ends before a moment."""
    return session.scalars(
        _whole().where(Standing.state.in_(OPEN_STATES), Standing.good_until <= before).order_by(Filing.id)
    ).all()


def users_of_filer(session: Session, filing: Filing) -> Sequence[User]:
    """Who works for the school or place that filed."""
    role = Role.DIVISION if filing.filer_kind == DIVISION else Role.SCHOOL
    granted = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.scope_code == filing.filer_code)
    return session.scalars(select(User).where(User.id.in_(granted), User.is_active).order_by(User.id)).all()


def evidence_of(filing: Filing, upload: str) -> Upload | None:
    """The file, if it is evidence of one of the filing's follow-ups."""
    return next((one.upload for one in filing.steps if one.upload and one.upload.public_id == upload), None)
