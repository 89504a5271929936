"""Every question about publications, their objections and what they show."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from congress.credit.errors import NoSuchPublication
from congress.credit.models import BoardSwitch, Objection, Publication
from congress.credit.states import RELEASED


def _whole() -> Select[tuple[Publication]]:
    return select(Publication).options(
        selectinload(Publication.objections), selectinload(Publication.steps), selectinload(Publication.corrections)
    )


def publication_by_id(session: Session, public_id: str) -> Publication:
    """Raises NoSuchPublication."""
    found = session.scalars(
        _whole().where(Publication.public_id == public_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchPublication
    return found


def released_publications(session: Session, congress_id: int) -> Sequence[Publication]:
    """What the public may read, newest first: announced and final ones."""
    newest = (Publication.published_at.desc(), Publication.id.desc())
    return session.scalars(_released(congress_id).order_by(*newest)).all()


def released_publication(session: Session, congress_id: int, publication_id: int) -> Publication | None:
    return session.scalars(_released(congress_id).where(Publication.id == publication_id)).one_or_none()


def _released(congress_id: int) -> Select[tuple[Publication]]:
    return _whole().where(Publication.congress_id == congress_id, Publication.state.in_(RELEASED))


def publications_of(
    session: Session, congress_id: int, *, prepared: bool = True, board: str | None = None
) -> Sequence[Publication]:
    """Newest first, of one board where it is named; without `prepared` only those that have been announced."""
    statement = _whole().where(Publication.congress_id == congress_id)
    if board is not None:
        statement = statement.where(Publication.board == board)
    if not prepared:
        statement = statement.where(Publication.published_at.is_not(None))
    return session.scalars(statement.order_by(Publication.id.desc())).all()


def last_notice(session: Session, congress_id: int) -> dict[str, str]:
    """Authority, phone and address of the newest announced board: the next one has mostly the same."""
    found = session.scalars(
        select(Publication)
        .where(Publication.congress_id == congress_id, Publication.published_at.is_not(None))
        .order_by(Publication.id.desc())
        .limit(1)
    ).one_or_none()
    return dict(found.notice) if found else {}


def switch_of(session: Session, congress_id: int, board: str) -> bool:
    """Whether publications of this board show amounts."""
    switch = session.get(BoardSwitch, (congress_id, board))
    return switch is not None and switch.with_amounts


def switches_of(session: Session, congress_id: int) -> dict[str, bool]:
    rows = session.execute(
        select(BoardSwitch.board, BoardSwitch.with_amounts).where(BoardSwitch.congress_id == congress_id)
    )
    return dict(rows.tuples().all())


def publication_of(session: Session, objection: Objection) -> Publication:
    return session.scalars(_whole().where(Publication.id == objection.publication_id)).one()


def lock_objection(session: Session, objection_id: int) -> None:
    session.execute(select(Objection.id).where(Objection.id == objection_id).with_for_update())


def objection_by_id(session: Session, public_id: str) -> Objection | None:
    return session.scalars(select(Objection).where(Objection.public_id == public_id)).one_or_none()


def lock_publication(session: Session, publication_id: int) -> None:
    session.execute(select(Publication.id).where(Publication.id == publication_id).with_for_update())
