"""Writing the ledger, handing out checkpoints, computing boards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from congress.credit.chain import (
    EXPORT_FORMAT,
    NOTHING,
    Finding,
    Head,
    Link,
    as_row,
    entry_hash,
    make_checkpoint,
    public_text,
    stamp,
    verify_chain,
)
from congress.credit.errors import NoSuchBoard
from congress.credit.models import Checkpoint, LedgerEntry, LedgerHead
from congress.credit.queries import board_totals, chain_of, head_of, lock_head, official_order
from congress.credit.rules import Board, Part, RuleSet, Standing, board_by_slug, period_of_day, rank, rule_set
from congress.foundation.clock import local_day
from congress.programme.models import Congress


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What all entries of one act have in common."""

    milestone: str
    intention: str
    measure: str
    rule_version: str
    period: int
    evidence: tuple[str, ...]


def append_entries(
    session: Session, congress: Congress, writing: Writing, parts: Sequence[Part], *,
    reverses: Sequence[int | None], now: datetime,
) -> list[LedgerEntry]:  # fmt: skip
    """Add entries at the end of the chain; the head's row is held from here to the commit."""
    head = lock_head(session, congress.id)
    if head is None:
        head = LedgerHead(congress_id=congress.id, count=0, hash=NOTHING)
        session.add(head)
        session.flush()
    written = []
    for part, undone in zip(parts, reverses, strict=True):
        link = Link(
            congress=congress.slug, seq=head.count + 1, milestone=writing.milestone, intention=writing.intention,
            entity_kind=part.kind, entity_code=part.code, measure=writing.measure, amount_fen=part.amount_fen,
            count=part.count, share=part.share, rule_version=writing.rule_version, period=writing.period,
            recorded_at=now, reverses=undone, evidence=writing.evidence, previous_hash=head.hash,
        )  # fmt: skip
        entry = LedgerEntry(
            congress_id=congress.id, seq=link.seq, milestone=link.milestone, intention=link.intention,
            entity_kind=link.entity_kind, entity_code=link.entity_code, measure=link.measure,
            amount_fen=link.amount_fen, count=link.count, share=link.share, rule_version=link.rule_version,
            period=link.period, recorded_at=now, reverses=undone, evidence=list(link.evidence),
            previous_hash=link.previous_hash, hash=entry_hash(link),
        )  # fmt: skip
        session.add(entry)
        head.count, head.hash = link.seq, entry.hash
        written.append(entry)
    session.flush()
    return written


def verify_ledger(session: Session, congress: Congress, checkpoint: Head | None = None) -> list[Finding]:
    """Everything that is wrong with the congress's ledger; empty when nothing is."""
    return verify_chain(chain_of(session, congress), head_of(session, congress.id), checkpoint)


def ledger_lines(
    session: Session, congress: Congress, public: Ed25519PublicKey, *, now: datetime
) -> Iterator[dict[str, Any]]:
    """The ledger as it is exported: a head, then every entry in its order; no personal data is in any of them."""
    head = head_of(session, congress.id)
    yield {
        "format": EXPORT_FORMAT, "congress": congress.slug, "count": head.count, "hash": head.hash,
        "exported_at": stamp(now), "public_key": public_text(public),
    }  # fmt: skip
    for link, stored in chain_of(session, congress):
        yield as_row(link, stored)


def take_checkpoint(
    session: Session, congress: Congress, key: Ed25519PrivateKey, *, now: datetime
) -> dict[str, object]:
    """Sign the present head and keep a copy; the document is for others to keep."""
    head = head_of(session, congress.id)
    document = make_checkpoint(congress.slug, head, now, key)
    session.add(Checkpoint(congress_id=congress.id, count=head.count, document=document, at=now))
    return document


@dataclass(frozen=True)
class ComputedBoard:
    """A board as it stands at a moment."""

    board: Board
    period: int
    as_of: datetime
    rules: RuleSet
    standings: list[Standing]

    @property
    def rule_version(self) -> str:
        return self.rules.version


def compute_board(
    session: Session, congress: Congress, slug: str, *, as_of: datetime, period: int | None, zone: ZoneInfo
) -> ComputedBoard:
    """The board from the entries recorded until `as_of`; the period is that of `as_of` unless given.

    Raises:
        NoSuchBoard: the rules know none of this slug.
    """
    rules = rule_set()
    board = board_by_slug(slug, rules)
    if board is None:
        raise NoSuchBoard
    period = period or period_of_day(local_day(as_of, zone), rules)
    totals = board_totals(session, congress.id, board, period, as_of)
    standings = rank(totals, official_order(session), board.places)
    return ComputedBoard(board, period, as_of, rules, standings)
