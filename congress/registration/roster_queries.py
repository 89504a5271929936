"""Lists of people that were brought as files, each its bringer's own, and whom they find."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.registration.errors import NoSuchRoster
from congress.registration.models import Holding, Registration, RosterFile


def roster_file(session: Session, congress_id: int, user_id: int | None, public_id: str) -> RosterFile:
    """The list, if it is the user's own; raises NoSuchRoster."""
    found = session.scalars(
        select(RosterFile)
        .where(RosterFile.public_id == public_id, RosterFile.congress_id == congress_id, RosterFile.user_id == user_id)
        .options(joinedload(RosterFile.batch))
    ).one_or_none()
    if found is None:
        raise NoSuchRoster
    return found


def roster_files_of(
    session: Session, congress_id: int, user_id: int | None, subject: str, *, limit: int = 20
) -> Sequence[RosterFile]:
    """The newest lists of a subject that somebody brought."""
    return session.scalars(
        select(RosterFile)
        .where(RosterFile.congress_id == congress_id, RosterFile.user_id == user_id, RosterFile.subject == subject)
        .options(joinedload(RosterFile.batch))
        .order_by(RosterFile.id.desc())
        .limit(limit)
    ).all()


def remembered_mapping(session: Session, roster: RosterFile) -> dict[str, str]:
    """What the columns of the latest list of its kind with its headings were said to be, whoever brought that."""
    found = session.scalars(
        select(RosterFile.mapping)
        .where(
            RosterFile.congress_id == roster.congress_id,
            RosterFile.headings == roster.headings,
            RosterFile.subject == roster.subject,
            RosterFile.mapping.is_not(None),
        )
        .order_by(RosterFile.id.desc())
        .limit(1)
    ).first()
    return found or {}


def content_of(session: Session, roster: RosterFile) -> bytes | None:
    """The file itself; none once its day is over."""
    return session.scalars(select(RosterFile.content).where(RosterFile.id == roster.id)).one()


def forget_contents(session: Session, *, before: datetime) -> int:
    """Forget what is in the lists brought before a moment; answers how many."""
    old = session.execute(
        update(RosterFile)
        .where(RosterFile.created_at < before, RosterFile.content.is_not(None))
        .values(content=None, samples=[])
        .returning(RosterFile.id)
        .execution_options(synchronize_session=False)
    )
    return len(old.all())


def registrations_for_roster(session: Session, congress_id: int, person_ids: Collection[int]) -> Sequence[Registration]:
    """The registrations of these people at this congress, with what stands on paper of them."""
    return session.scalars(
        select(Registration)
        .where(Registration.congress_id == congress_id, Registration.person_id.in_(person_ids))
        .options(
            selectinload(Registration.badges),
            joinedload(Registration.category),
            selectinload(Registration.holdings).joinedload(Holding.forum),
        )
    ).all()


def people_by_office_numbers(session: Session, congress_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Number → id of the person whom an office knows by it at this congress."""
    found = session.execute(
        select(Registration.office_number, Registration.person_id).where(
            Registration.congress_id == congress_id, Registration.office_number.in_(numbers)
        )
    )
    return {number: person_id for number, person_id in found.tuples() if number}
