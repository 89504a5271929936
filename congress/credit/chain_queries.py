"""The ledger entry by entry, as its chain is checked and exported."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, literal_column, select, true
from sqlalchemy.orm import Session

from congress.credit.chain import SEPARATOR, Link
from congress.credit.models import Checkpoint, LedgerEntry
from congress.programme.models import Congress

AT_ONCE = 2000
# a moment as `chain.stamp` writes it
STAMP_POSTGRESQL = """to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
STAMP_SQLITE = "replace(recorded_at, ' ', 'T') || 'Z'"


def link_of(entry: LedgerEntry, congress: str) -> Link:
    return Link(
        congress=congress, seq=entry.seq, milestone=entry.milestone, intention=entry.intention,
        entity_kind=entry.entity_kind, entity_code=entry.entity_code, measure=entry.measure,
        amount_fen=entry.amount_fen, count=entry.count, share=entry.share, rule_version=entry.rule_version,
        period=entry.period, recorded_at=entry.recorded_at, reverses=entry.reverses,
        evidence=tuple(entry.evidence), previous_hash=entry.previous_hash,
    )  # fmt: skip


def chain_of(session: Session, congress: Congress) -> Iterator[tuple[Link, str]]:
    """The whole chain by its sequence, in constant memory; from whatever number it begins with."""
    statement = select(LedgerEntry).where(LedgerEntry.congress_id == congress.id)
    statement = statement.order_by(LedgerEntry.seq).limit(AT_ONCE)
    beyond: ColumnElement[bool] = true()
    while True:
        entries = session.scalars(statement.where(beyond)).all()
        if not entries:
            return
        for entry in entries:
            yield link_of(entry, congress.slug), entry.hash
        beyond = LedgerEntry.seq > entries[-1].seq
        session.expunge_all()


def chain_lines(session: Session, congress_id: int) -> Iterator[bytes]:
    """The whole chain by its sequence as `chain.sealed_lines` reads it, in constant memory."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    moment, character = (STAMP_POSTGRESQL, "chr") if on_postgresql else (STAMP_SQLITE, "char")
    fields = [
        "seq", "milestone", "intention", "entity_kind", "entity_code", "measure", "amount_fen", "count", "share",
        "rule_version", "period", moment, "coalesce(cast(reverses as text), '')", "evidence", "previous_hash", "hash",
    ]  # fmt: skip
    line = f" || {character}({ord(SEPARATOR)}) || ".join(f"cast({field} as text)" for field in fields)
    # SQLite keeps what is no text where text should be; as bytes it is a finding like any other
    column: ColumnElement[Any] = (
        literal_column(line, Text()) if on_postgresql else literal_column(f"cast({line} as blob)", LargeBinary())
    )
    statement = select(column).select_from(LedgerEntry).where(LedgerEntry.congress_id == congress_id)
    lines = session.scalars(statement.order_by(LedgerEntry.seq), execution_options={"yield_per": AT_ONCE})
    return (line.encode() for line in lines) if on_postgresql else iter(lines)


def entry_ids(session: Session, congress_id: int) -> Sequence[int]:
    return session.scalars(
        select(LedgerEntry.id).where(LedgerEntry.congress_id == congress_id).order_by(LedgerEntry.id)
    ).all()


def entry_by_id(session: Session, entry_id: int) -> LedgerEntry:
    return session.scalars(select(LedgerEntry).where(LedgerEntry.id == entry_id)).one()


def last_handed_out(session: Session, congress_id: int) -> Checkpoint | None:
    return session.scalars(
        select(Checkpoint)
        .where(Checkpoint.congress_id == congress_id, Checkpoint.handed_to > 0)
        .order_by(Checkpoint.id.desc())
        .limit(1)
    ).one_or_none()


def checkpoint_by_id(session: Session, checkpoint_id: int) -> Checkpoint:
    return session.get_one(Checkpoint, checkpoint_id)
