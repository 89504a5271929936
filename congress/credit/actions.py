"""Writing the ledger, handing out checkpoints, computing boards."""

from collections.abc import Iterator, Mapping, Sequence
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
    hold_hash,
    make_checkpoint,
    public_text,
    sealed_lines,
    stamp,
    verify_holds,
    verify_sealed,
)
from congress.credit.chain_queries import chain_lines, chain_of, entry_by_id, entry_ids, link_of
from congress.credit.errors import NoSuchBoard
from congress.credit.models import BoardTotal, Checkpoint, CreditHold, LedgerEntry, LedgerHead
from congress.credit.queries import (
    board_totals,
    drop_totals,
    head_of,
    hold_head_of,
    hold_link_of,
    holds_of,
    latest_entry_at,
    lock_head,
    official_order,
    summed_everything,
    total_rows,
    totals_cover,
)
from congress.credit.rule_queries import rules_at
from congress.credit.rules import AnyBoard, Board, Part, RuleSet, Standing, board_by_slug, period_of_day, rank
from congress.credit.scoring import composite_scores
from congress.credit.states import HoldAct
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
    head = _held_head(session, congress)
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
    head.latest_at = now if head.latest_at is None else max(now, head.latest_at)
    _add_to_totals(session, congress.id, head, written)
    session.flush()
    return written


def _add_to_totals(session: Session, congress_id: int, head: LedgerHead, written: Sequence[LedgerEntry]) -> None:
    """Bring the kept totals up to these entries; totals that do not cover what came before are left to a rebuild."""
    if head.totals_count != head.count - len(written):
        return
    for entry in written:
        key = (congress_id, entry.period, entry.measure, entry.entity_kind, entry.entity_code)
        total = session.get(BoardTotal, key)
        if total is None:
            names = ("congress_id", "period", "measure", "entity_kind", "entity_code")
            total = BoardTotal(**dict(zip(names, key, strict=True)), amount_fen=0, count=0, entries=0)
            session.add(total)
        total.amount_fen, total.count = total.amount_fen + entry.amount_fen, total.count + entry.count
        total.entries += 1
    head.totals_count = head.count


def rebuild_totals(session: Session, congress: Congress) -> None:
    """Compute the kept totals anew from the ledger, whose head is held meanwhile."""
    head = lock_head(session, congress.id)
    if head is None:
        return
    drop_totals(session, congress.id)
    session.expire_all()
    session.add_all(BoardTotal(congress_id=congress.id, **row) for row in summed_everything(session, congress.id))
    head.totals_count, head.latest_at = head.count, latest_entry_at(session, congress.id)
    session.flush()


def append_holds(
    session: Session, congress: Congress, intention: str, entities: Sequence[tuple[str, str]], act: HoldAct, *,
    cause: str, now: datetime,
) -> None:  # fmt: skip
    """Freeze the credit of these entities (kind, code) from one intention, or free it, from now on."""
    if not entities:
        return
    head = _held_head(session, congress)
    for kind, code in entities:
        hold = CreditHold(
            congress_id=congress.id, seq=head.hold_count + 1, intention=intention, entity_kind=kind, entity_code=code,
            act=act, cause=cause, at=now, previous_hash=head.hold_hash,
        )  # fmt: skip
        hold.hash = hold_hash(hold_link_of(hold, congress.slug))
        session.add(hold)
        head.hold_count, head.hold_hash = hold.seq, hold.hash
    session.flush()


def _held_head(session: Session, congress: Congress) -> LedgerHead:
    head = lock_head(session, congress.id)
    if head is None:
        head = LedgerHead(congress_id=congress.id, count=0, hash=NOTHING, totals_count=0, hold_count=0)
        head.hold_hash = NOTHING
        session.add(head)
        session.flush()
    return head


def verify_ledger(
    session: Session, congress: Congress, checkpoint: Head | None = None, holds: Head | None = None
) -> list[Finding]:
    """Everything that is wrong with the congress's ledger, its holds and its kept totals; empty when nothing is."""
    head = head_of(session, congress.id)
    try:
        findings = verify_sealed(sealed_lines(congress.slug, chain_lines(session, congress.id)), head, checkpoint)
        findings += verify_holds(holds_of(session, congress), hold_head_of(session, congress.id), holds)
        if totals_cover(session, congress.id):
            findings += _total_faults(session, congress)
    except UNREADABLE as error:
        rows = list(_unreadable(session, congress))
        lines = [f"the row {row} cannot be read: it was changed" for row in rows]
        return [Finding(None, line) for line in lines or [f"a row cannot be read: {type(error).__name__}"]]
    return findings


# what comes of a row that was written past the product, with values that none of its columns takes
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)


def _unreadable(session: Session, congress: Congress) -> Iterator[int]:
    for row in entry_ids(session, congress.id):
        try:
            link = link_of(entry_by_id(session, row), congress.slug)
            entry_hash(link)
            number: object = link.seq
            if not isinstance(number, int):
                yield row
        except UNREADABLE:
            yield row


def _total_faults(session: Session, congress: Congress) -> list[Finding]:
    """Where the kept totals say another thing than the ledger."""
    kept = {key: (one.amount_fen, one.count, one.entries) for key, one in total_rows(session, congress.id).items()}
    summed = {
        (row["period"], row["measure"], row["entity_kind"], row["entity_code"]): (
            row["amount_fen"], row["count"], row["entries"],
        )
        for row in summed_everything(session, congress.id)
    }  # fmt: skip
    return [
        Finding(None, f"the kept total of {key[3]} ({key[1]}, {key[0]}) is not what its entries add up to")
        for key in sorted(kept.keys() | summed.keys())
        if kept.get(key) != summed.get(key)
    ]


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


def take_checkpoint(session: Session, congress: Congress, key: Ed25519PrivateKey, *, now: datetime) -> Checkpoint:
    """Sign the present head and keep a copy; the document is for others to keep."""
    head = head_of(session, congress.id)
    document = make_checkpoint(congress.slug, head, now, key, hold_head_of(session, congress.id))
    checkpoint = Checkpoint(congress_id=congress.id, count=head.count, document=document, at=now)
    session.add(checkpoint)
    return checkpoint


@dataclass(frozen=True)
class ComputedBoard:
    """A board as it stands at a moment; of a composite score also everybody's totals, by the boards behind it."""

    board: AnyBoard
    period: int
    as_of: datetime
    rules: RuleSet
    standings: list[Standing]
    totals: Mapping[str, Mapping[str, int]]

    @property
    def rule_version(self) -> str:
        return self.rules.version

    @property
    def parts(self) -> list[Board]:
        return self.rules.parts_of(self.board)


def compute_board(
    session: Session, congress: Congress, slug: str, *, as_of: datetime, period: int | None, zone: ZoneInfo,
    rules: RuleSet | None = None,
) -> ComputedBoard:  # fmt: skip
    """The board from the entries recorded until `as_of`; the period is that of `as_of` unless given.

    Raises:
        NoSuchBoard: the rules know none of this slug.
    """
    rules = rules or rules_at(session, as_of)
    board = board_by_slug(slug, rules)
    if board is None:
        raise NoSuchBoard
    period = period or period_of_day(local_day(as_of, zone), rules)
    totals = {one.slug: board_totals(session, congress.id, one, period, as_of) for one in rules.parts_of(board)}
    results = totals[slug] if isinstance(board, Board) else composite_scores(board, totals)
    standings = rank(results, official_order(session), board.places)
    return ComputedBoard(board, period, as_of, rules, standings, totals)
