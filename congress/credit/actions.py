"""Writing the ledger, handing out checkpoints, publishing boards."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from congress.credit.chain import NOTHING, Finding, Head, Link, entry_hash, make_checkpoint, stamp, verify_chain
from congress.credit.errors import NoSuchBoard, NotYetFinal
from congress.credit.models import Checkpoint, LedgerEntry, LedgerHead, Objection, Publication
from congress.credit.publication_file import canonical, commitment, sign_file
from congress.credit.queries import (
    board_totals,
    chain_of,
    entity_names,
    head_of,
    lock_head,
    lock_publication,
    official_order,
    publication_by_id,
)
from congress.credit.rules import (
    Board,
    Part,
    Standing,
    as_facts,
    board_by_slug,
    period_of_day,
    rank,
    rule_set,
)
from congress.credit.states import ObjectionState, PublicationState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import day_bounds, local_day
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.workdays import work_calendar
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
    rule_version: str
    standings: list[Standing]


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
    return ComputedBoard(board, period, as_of, rules.version, standings)


def objection_time(session: Session, start: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When objections end, counted in working days from the day after `start`, and whether that is provisional."""
    calendar, today = work_calendar(session), local_day(start, zone)
    last = calendar.after(today, rule_set().plan["announcing"])
    return day_bounds(last, zone)[1], calendar.any_provisional(today + timedelta(days=1), last)


def publish_board(
    session: Session, congress: Congress, slug: str, *, as_of: datetime | None, objections_until: datetime | None,
    key: Ed25519PrivateKey, zone: ZoneInfo, by: Actor, now: datetime,
) -> Publication:  # fmt: skip
    """Freeze a board, sign its public file, and open the time for objections (five working days by default).

    Raises:
        NoSuchBoard, Invalid: an `as_of` in the future, an end of objections in the past.
    """
    moment = as_of or now
    if moment > now:
        raise Invalid.field("as_of", _("This moment lies in the future."))
    until = objections_until or objection_time(session, now, zone)[0]
    if until <= now:
        raise Invalid.field("objections_until", _("This moment has passed."))
    computed = compute_board(session, congress, slug, as_of=moment, period=None, zone=zone)
    names, head = entity_names(session), head_of(session, congress.id)
    public_id, order, openings = new_id(), [], []
    for standing in computed.standings:
        if not standing.placed:
            continue
        salt = secrets.token_hex(16)
        zh, en = names.get(standing.code, (standing.code, ""))
        entity = {"kind": computed.board.entity_kind, "code": standing.code, "name": zh, "name_en": en}
        bound = commitment(salt, computed.board.entity_kind, standing.code, standing.total)
        order.append({"place": standing.place, "entity": entity, "commitment": bound})
        openings.append({"code": standing.code, "salt": salt, "total": standing.total})
    document = sign_file(
        {
            "publication": public_id,
            "congress": congress.slug,
            "board": as_facts(computed.board),
            "period": computed.period,
            "rule_version": computed.rule_version,
            "as_of": stamp(moment),
            "published_at": stamp(now),
            "ledger": {"count": head.count, "hash": head.hash},
            "order": order,
            "demo": congress.is_demo,
            "notice": "演示数据" if congress.is_demo else "",
        },
        key,
    )
    publication = Publication(
        public_id=public_id, congress_id=congress.id, board=slug, period=computed.period, as_of=moment,
        state=PublicationState.ANNOUNCED, objections_until=until, document=canonical(document).decode(),
        openings=openings, published_by=by.user_id, published_at=now, objections=[],
    )  # fmt: skip
    session.add(publication)
    session.flush()
    record(session, by, "board.published", "publication", public_id, now=now, board=slug)
    return publication


def object_to(
    session: Session, publication: Publication, objector: str, text: str, *, by: Actor, now: datetime
) -> Objection:
    """Raise an objection while the time for it runs; raises StateRefused afterwards."""
    lock_publication(session, publication.id)
    if publication.state != PublicationState.ANNOUNCED or now >= publication.objections_until:
        raise StateRefused(_("The time for objections is over."))
    objection = Objection(
        public_id=new_id(), publication_id=publication.id, objector=objector, text=text, state=ObjectionState.OPEN,
        filed_by=by.user_id, filed_at=now,
    )  # fmt: skip
    session.add(objection)
    session.flush()
    record(session, by, "objection.filed", "publication", publication.public_id, now=now)
    return objection


def decide_objection(
    session: Session, objection: Objection, *, uphold: bool, answer: str, by: Actor, now: datetime
) -> Objection:
    """Uphold or dismiss, with an answer; raises StateRefused for one that is decided."""
    if objection.state != ObjectionState.OPEN:
        raise StateRefused
    objection.state = ObjectionState.UPHELD if uphold else ObjectionState.DISMISSED
    objection.answer, objection.decided_at = answer, now
    record(session, by, "objection.decided", "objection", objection.public_id, now=now, upheld=uphold)
    return objection


def finalise_publication(session: Session, publication: Publication, *, by: Actor, now: datetime) -> Publication:
    """Make a publication final, or withdraw it where an objection was upheld.

    Raises:
        NotYetFinal: the time for objections runs, or one is not decided.
        StateRefused: it is final or withdrawn already.
    """
    lock_publication(session, publication.id)
    publication = publication_by_id(session, publication.public_id)
    if publication.state != PublicationState.ANNOUNCED:
        raise StateRefused
    if now < publication.objections_until or any(one.state == ObjectionState.OPEN for one in publication.objections):
        raise NotYetFinal
    upheld = any(one.state == ObjectionState.UPHELD for one in publication.objections)
    publication.state = PublicationState.WITHDRAWN if upheld else PublicationState.FINAL
    publication.finalised_at = now
    act = "board.withdrawn" if upheld else "board.final"
    record(session, by, act, "publication", publication.public_id, now=now)
    session.flush()
    return publication
