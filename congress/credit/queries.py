"""Every question to the ledger and the boards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from congress.credit.chain import Head, Link
from congress.credit.errors import NoSuchPublication
from congress.credit.models import BoardSwitch, LedgerEntry, LedgerHead, Objection, Publication
from congress.credit.rules import Board
from congress.credit.states import COUNTED_MEASURES, RELEASED, Measure
from congress.programme.models import Congress
from congress.schools.models import Division, School

AT_ONCE = 2000


def head_of(session: Session, congress_id: int) -> Head:
    found = session.get(LedgerHead, congress_id)
    return Head(found.count, found.hash) if found else Head(0, "0" * 64)


def lock_head(session: Session, congress_id: int) -> LedgerHead | None:
    """Hold the ledger of a congress, so that entries follow one another."""
    return session.scalars(
        select(LedgerHead)
        .where(LedgerHead.congress_id == congress_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def link_of(entry: LedgerEntry, congress: str) -> Link:
    return Link(
        congress=congress, seq=entry.seq, milestone=entry.milestone, intention=entry.intention,
        entity_kind=entry.entity_kind, entity_code=entry.entity_code, measure=entry.measure,
        amount_fen=entry.amount_fen, count=entry.count, share=entry.share, rule_version=entry.rule_version,
        period=entry.period, recorded_at=entry.recorded_at, reverses=entry.reverses,
        evidence=tuple(entry.evidence), previous_hash=entry.previous_hash,
    )  # fmt: skip


def chain_of(session: Session, congress: Congress) -> Iterator[tuple[Link, str]]:
    """The whole chain by its sequence, in constant memory."""
    last = 0
    while True:
        entries = session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.congress_id == congress.id, LedgerEntry.seq > last)
            .order_by(LedgerEntry.seq)
            .limit(AT_ONCE)
        ).all()
        if not entries:
            return
        for entry in entries:
            yield link_of(entry, congress.slug), entry.hash
        last = entries[-1].seq
        session.expunge_all()


def entries_of_milestone(session: Session, milestone: str) -> Sequence[LedgerEntry]:
    return session.scalars(
        select(LedgerEntry).where(LedgerEntry.milestone == milestone).order_by(LedgerEntry.seq)
    ).all()


def ledger_statement(
    congress_id: int,
    *,
    entities: Sequence[tuple[str, str]] | None,
    measure: str | None = None,
    milestone: str | None = None,
    entity_code: str | None = None,
) -> Select[tuple[LedgerEntry]]:
    """Entries of a congress, of these entities (kind, code) alone where they are given."""
    statement = select(LedgerEntry).where(LedgerEntry.congress_id == congress_id)
    if measure:
        statement = statement.where(LedgerEntry.measure == measure)
    if milestone:
        statement = statement.where(LedgerEntry.milestone == milestone)
    if entity_code:
        statement = statement.where(LedgerEntry.entity_code == entity_code)
    if entities is None:
        return statement
    if not entities:
        return statement.where(LedgerEntry.id < 0)
    return statement.where(
        or_(*((LedgerEntry.entity_kind == kind) & (LedgerEntry.entity_code == code) for kind, code in entities))
    )


def entry_by_seq(
    session: Session, congress_id: int, seq: int, *, entities: Sequence[tuple[str, str]] | None
) -> LedgerEntry | None:
    """The entry of this number, if it is one of these entities' (or of anybody's, for None)."""
    statement = ledger_statement(congress_id, entities=entities).where(LedgerEntry.seq == seq)
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True)
class MeasureTotal:
    """What a list of entries adds up to in one measure: fen, people, and how many entries."""

    measure: str
    amount_fen: int
    count: int
    entries: int


def measure_totals(session: Session, statement: Select[tuple[LedgerEntry]]) -> list[MeasureTotal]:
    """By measure, in the order of `Measure`; measures without entries are zero."""
    listed = statement.order_by(None).subquery()
    rows = session.execute(
        select(listed.c.measure, func.sum(listed.c.amount_fen), func.sum(listed.c.count), func.count()).group_by(
            listed.c.measure
        )
    )
    found = {measure: MeasureTotal(measure, int(fen), int(people), entries) for measure, fen, people, entries in rows}
    return [found.get(measure, MeasureTotal(measure, 0, 0, 0)) for measure in Measure]


def _of_board(congress_id: int, board: Board, period: int, as_of: datetime) -> list[ColumnElement[bool]]:
    """The entries that a board is made of, as they were recorded until `as_of`."""
    return [
        LedgerEntry.congress_id == congress_id,
        LedgerEntry.period == period,
        LedgerEntry.measure == board.measure,
        LedgerEntry.entity_kind == board.entity_kind,
        LedgerEntry.recorded_at <= as_of,
    ]


def board_totals(session: Session, congress_id: int, board: Board, period: int, as_of: datetime) -> dict[str, int]:
    """Entity code → total in fen or people, from the entries recorded until `as_of`."""
    value = LedgerEntry.count if board.measure in COUNTED_MEASURES else LedgerEntry.amount_fen
    rows = session.execute(
        select(LedgerEntry.entity_code, func.sum(value))
        .where(*_of_board(congress_id, board, period, as_of))
        .group_by(LedgerEntry.entity_code)
    )
    return {code: int(total) for code, total in rows}


def board_entries(
    session: Session, congress_id: int, board: Board, period: int, as_of: datetime
) -> dict[str, list[int]]:
    """Entity code → numbers of the entries that its total is made of."""
    rows = session.execute(
        select(LedgerEntry.entity_code, LedgerEntry.seq)
        .where(*_of_board(congress_id, board, period, as_of))
        .order_by(LedgerEntry.seq)
    )
    found: dict[str, list[int]] = {}
    for code, seq in rows:
        found.setdefault(code, []).append(seq)
    return found


def counted_entries(
    session: Session, congress: Congress, board: Board, publication: Publication, codes: Sequence[str]
) -> Sequence[LedgerEntry]:
    """The entries that the totals of these entities were made of when the board was frozen."""
    return session.scalars(
        select(LedgerEntry)
        .where(
            *_of_board(congress.id, board, publication.period, publication.as_of), LedgerEntry.entity_code.in_(codes)
        )
        .order_by(LedgerEntry.seq)
    ).all()


def entity_names(session: Session) -> dict[str, tuple[str, str]]:
    """Code → Chinese and English name, of schools and divisions."""
    names = {code: (zh, en) for code, zh, en in session.execute(select(School.code, School.name, School.name_en))}
    return names | {
        code: (zh, en) for code, zh, en in session.execute(select(Division.code, Division.name, Division.name_en))
    }


def official_order(session: Session) -> dict[str, int]:
    """Code → position in the official list."""
    schools = session.execute(select(School.code, School.position)).tuples().all()
    divisions = session.execute(select(Division.code, Division.position)).tuples().all()
    return dict(schools) | dict(divisions)


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
    return session.scalars(
        _whole()
        .where(Publication.congress_id == congress_id, Publication.state.in_(RELEASED))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
    ).all()


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
