"""Every question to the ledger, its holds and the boards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from congress.credit.chain import Head, HoldLink
from congress.credit.models import BoardTotal, CreditHold, LedgerEntry, LedgerHead, Publication
from congress.credit.rule_sets import Board
from congress.credit.states import COUNTED_MEASURES, EntryState, HoldAct, Measure
from congress.outcomes.models import Milestone
from congress.programme.models import Congress
from congress.schools.models import Division, School


def head_of(session: Session, congress_id: int) -> Head:
    found = session.get(LedgerHead, congress_id)
    return Head(found.count, found.hash) if found else Head(0, "0" * 64)


def hold_head_of(session: Session, congress_id: int) -> Head:
    found = session.get(LedgerHead, congress_id)
    return Head(found.hold_count, found.hold_hash) if found else Head(0, "0" * 64)


def totals_cover(session: Session, congress_id: int) -> bool:
    """Whether the kept totals are made of every entry."""
    found = session.get(LedgerHead, congress_id)
    return found is not None and found.totals_count == found.count


def latest_entry_at(session: Session, congress_id: int) -> datetime | None:
    return session.scalar(select(func.max(LedgerEntry.recorded_at)).where(LedgerEntry.congress_id == congress_id))


def lock_head(session: Session, congress_id: int) -> LedgerHead | None:
    """Hold the ledger of a congress, so that entries follow one another."""
    return session.scalars(
        select(LedgerHead)
        .where(LedgerHead.congress_id == congress_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def entries_of_milestone(session: Session, milestone: str) -> Sequence[LedgerEntry]:
    return session.scalars(
        select(LedgerEntry).where(LedgerEntry.milestone == milestone).order_by(LedgerEntry.seq)
    ).all()


Frozen = frozenset[tuple[str, str, str]]


def frozen_at(session: Session, congress_id: int, moment: datetime) -> Frozen:
    """(intention, kind, code) of everything whose credit was frozen at a moment."""
    step = case((CreditHold.act == HoldAct.FREEZE, 1), else_=-1)
    rows = session.execute(
        select(CreditHold.intention, CreditHold.entity_kind, CreditHold.entity_code)
        .where(CreditHold.congress_id == congress_id, CreditHold.at <= moment)
        .group_by(CreditHold.intention, CreditHold.entity_kind, CreditHold.entity_code)
        .having(func.sum(step) > 0)
    )
    return frozenset(rows.tuples().all())


def is_frozen(frozen: Frozen) -> ColumnElement[bool]:
    """Whether an entry is one of these."""
    if not frozen:
        return false()
    columns = tuple_(LedgerEntry.intention, LedgerEntry.entity_kind, LedgerEntry.entity_code)
    return columns.in_(sorted(frozen))


def state_of(entry: LedgerEntry, frozen: Frozen) -> EntryState:
    key = (entry.intention, entry.entity_kind, entry.entity_code)
    return EntryState.FROZEN if key in frozen else EntryState.COUNTED


def ledger_statement(
    congress_id: int,
    *,
    entities: Sequence[tuple[str, str]] | None,
    measure: str | None = None,
    milestone: str | None = None,
    entity_code: str | None = None,
    without: Frozen = frozenset(),
) -> Select[tuple[LedgerEntry]]:
    """Entries of a congress, of these entities (kind, code) alone where they are given, and not of what is frozen."""
    statement = select(LedgerEntry).where(LedgerEntry.congress_id == congress_id)
    if without:
        statement = statement.where(~is_frozen(without))
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
    """What the outcomes behind a list of entries add up to in one measure: fen, people, and how many entries."""

    measure: str
    amount_fen: int
    count: int
    entries: int


def measure_totals(session: Session, statement: Select[tuple[LedgerEntry]]) -> list[MeasureTotal]:
    """By measure, in the order of `Measure`; measures without entries are zero.

    One outcome is credited to a place, its prefecture and schools alike, to each kind as a whole: it is added
    up within each kind of entity and taken once, at the largest, or the same money would count four times.
    """
    listed = statement.order_by(None).subquery()
    by_kind = (
        select(
            listed.c.measure,
            func.sum(listed.c.amount_fen).label("fen"),
            func.sum(listed.c.count).label("people"),
            func.count().label("entries"),
        )
        .group_by(listed.c.measure, listed.c.milestone, listed.c.entity_kind)
        .add_columns(listed.c.milestone)
        .subquery()
    )
    once = (
        select(
            by_kind.c.measure,
            func.max(by_kind.c.fen).label("fen"),
            func.max(by_kind.c.people).label("people"),
            func.sum(by_kind.c.entries).label("entries"),
        )
        .group_by(by_kind.c.measure, by_kind.c.milestone)
        .subquery()
    )
    rows = session.execute(
        select(once.c.measure, func.sum(once.c.fen), func.sum(once.c.people), func.sum(once.c.entries)).group_by(
            once.c.measure
        )
    )
    found = {
        measure: MeasureTotal(measure, int(fen), int(people), int(entries)) for measure, fen, people, entries in rows
    }
    return [found.get(measure, MeasureTotal(measure, 0, 0, 0)) for measure in Measure]


def _of_board(congress_id: int, board: Board, period: int, as_of: datetime) -> list[ColumnElement[bool]]:
    """The entries that a board is made of, as they were recorded until `as_of`."""
    conditions = [
        LedgerEntry.congress_id == congress_id,
        LedgerEntry.period == period,
        LedgerEntry.measure == board.measure,
        LedgerEntry.entity_kind == board.entity_kind,
        LedgerEntry.recorded_at <= as_of,
    ]
    if board.minimum_evidence:
        conditions.append(func.json_array_length(LedgerEntry.evidence) >= board.minimum_evidence)
    if board.levels:
        of_levels = select(Milestone.public_id).where(
            Milestone.congress_id == congress_id, Milestone.level.in_(board.levels)
        )
        conditions.append(LedgerEntry.milestone.in_(of_levels))
    return conditions


def board_totals(session: Session, congress_id: int, board: Board, period: int, as_of: datetime) -> dict[str, int]:
    """Entity code → total in fen or people, from the entries recorded until `as_of`, without what was frozen then.

    Where `as_of` leaves no entry out, the kept totals say it at once, however long the ledger is.
    """
    if board.cap_fen is not None or board.minimum_evidence or board.levels:
        return _capped_totals(session, congress_id, board, period, as_of)
    head = session.get(LedgerHead, congress_id)
    is_kept = head is not None and head.totals_count == head.count and (head.latest_at or as_of) <= as_of
    totals = (_kept_totals if is_kept else _summed_totals)(session, congress_id, board, period, as_of)
    frozen = frozenset(one for one in frozen_at(session, congress_id, as_of) if one[1] == board.entity_kind)
    if frozen:
        held = _summed_totals(session, congress_id, board, period, as_of, is_frozen(frozen))
        totals = {code: total - held.get(code, 0) for code, total in totals.items()}
    return totals


def _capped_totals(session: Session, congress_id: int, board: Board, period: int, as_of: datetime) -> dict[str, int]:
    """Totals by entity of what each intention brings, at most the cap."""
    value = LedgerEntry.count if board.measure in COUNTED_MEASURES else LedgerEntry.amount_fen
    rows = session.execute(
        select(LedgerEntry.entity_code, LedgerEntry.intention, func.sum(value))
        .where(*_of_board(congress_id, board, period, as_of), ~is_frozen(frozen_at(session, congress_id, as_of)))
        .group_by(LedgerEntry.entity_code, LedgerEntry.intention)
    )
    totals: dict[str, int] = {}
    for code, _intention, total in rows:
        brought = int(total) if board.cap_fen is None else min(int(total), board.cap_fen)
        totals[code] = totals.get(code, 0) + brought
    return totals


def _kept_totals(
    session: Session, congress_id: int, board: Board, period: int, _as_of: datetime
) -> dict[str, int]:  # fmt: skip
    value = BoardTotal.count if board.measure in COUNTED_MEASURES else BoardTotal.amount_fen
    rows = session.execute(
        select(BoardTotal.entity_code, value).where(
            BoardTotal.congress_id == congress_id,
            BoardTotal.period == period,
            BoardTotal.measure == board.measure,
            BoardTotal.entity_kind == board.entity_kind,
        )
    )
    return dict(rows.tuples().all())


def _summed_totals(
    session: Session, congress_id: int, board: Board, period: int, as_of: datetime,
    only: ColumnElement[bool] | None = None,
) -> dict[str, int]:  # fmt: skip
    value = LedgerEntry.count if board.measure in COUNTED_MEASURES else LedgerEntry.amount_fen
    rows = session.execute(
        select(LedgerEntry.entity_code, func.sum(value))
        .where(*_of_board(congress_id, board, period, as_of), true() if only is None else only)
        .group_by(LedgerEntry.entity_code)
    )
    return {code: int(total) for code, total in rows}


def total_rows(session: Session, congress_id: int) -> dict[tuple[int, str, str, str], BoardTotal]:
    """The kept totals by (period, measure, kind, code)."""
    found = session.scalars(select(BoardTotal).where(BoardTotal.congress_id == congress_id))
    return {(one.period, one.measure, one.entity_kind, one.entity_code): one for one in found}


def drop_totals(session: Session, congress_id: int) -> None:
    session.execute(delete(BoardTotal).where(BoardTotal.congress_id == congress_id))


def summed_everything(session: Session, congress_id: int) -> list[dict[str, Any]]:
    """What the kept totals must say, computed from the ledger."""
    key = (LedgerEntry.period, LedgerEntry.measure, LedgerEntry.entity_kind, LedgerEntry.entity_code)
    rows = session.execute(
        select(*key, func.sum(LedgerEntry.amount_fen), func.sum(LedgerEntry.count), func.count())
        .where(LedgerEntry.congress_id == congress_id)
        .group_by(*key)
    )
    names = ("period", "measure", "entity_kind", "entity_code", "amount_fen", "count", "entries")
    numbers = {"period", "amount_fen", "count", "entries"}
    return [
        {name: int(value) if name in numbers else value for name, value in zip(names, row, strict=True)} for row in rows
    ]


def holds_of(session: Session, congress: Congress) -> Iterator[tuple[HoldLink, str]]:
    """The chain of freezes and releases."""
    for one in session.scalars(
        select(CreditHold).where(CreditHold.congress_id == congress.id).order_by(CreditHold.seq)
    ):
        yield hold_link_of(one, congress.slug), one.hash


def hold_link_of(hold: CreditHold, congress: str) -> HoldLink:
    return HoldLink(
        congress=congress, seq=hold.seq, intention=hold.intention, entity_kind=hold.entity_kind,
        entity_code=hold.entity_code, act=hold.act, cause=hold.cause, at=hold.at, previous_hash=hold.previous_hash,
    )  # fmt: skip


def standing_entries(session: Session, congress_id: int, intention: str) -> Sequence[LedgerEntry]:
    """The entries of an intention that no counter-entry has taken back."""
    undone = select(LedgerEntry.reverses).where(
        LedgerEntry.congress_id == congress_id, LedgerEntry.reverses.is_not(None)
    )
    return session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.congress_id == congress_id,
            LedgerEntry.intention == intention,
            LedgerEntry.reverses.is_(None),
            LedgerEntry.seq.not_in(undone),
        )
        .order_by(LedgerEntry.seq)
    ).all()


def _of_boards(congress_id: int, boards: Sequence[Board], period: int, as_of: datetime) -> ColumnElement[bool]:
    return or_(false(), *(and_(*_of_board(congress_id, one, period, as_of)) for one in boards))


def board_entries(
    session: Session, congress_id: int, boards: Sequence[Board], period: int, as_of: datetime
) -> dict[str, list[int]]:
    """Entity code → numbers of the entries that its total is made of, over the boards behind a result."""
    frozen = frozen_at(session, congress_id, as_of)
    rows = session.execute(
        select(LedgerEntry.entity_code, LedgerEntry.seq)
        .where(_of_boards(congress_id, boards, period, as_of), ~is_frozen(frozen))
        .order_by(LedgerEntry.seq)
    )
    found: dict[str, list[int]] = {}
    for code, seq in rows:
        found.setdefault(code, []).append(seq)
    return found


def counted_entries(
    session: Session, congress: Congress, boards: Sequence[Board], publication: Publication, codes: Sequence[str]
) -> Sequence[LedgerEntry]:
    """The entries that the totals of these entities were made of when the board was frozen."""
    return session.scalars(
        select(LedgerEntry)
        .where(
            _of_boards(congress.id, boards, publication.period, publication.as_of),
            LedgerEntry.entity_code.in_(codes),
            ~is_frozen(frozen_at(session, congress.id, publication.as_of)),
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
