"""The life of a published board: 核算, 联审, 审签, 公示, 审定发布, and the notices that correct it later.

A publication is frozen when it is computed; what follows never touches its order. Whoever computed it does
not review it, whoever announced it does not decide on objections to it.
"""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from congress.credit.actions import ComputedBoard, compute_board
from congress.credit.chain import Head, stamp
from congress.credit.errors import NotYetFinal, SamePerson
from congress.credit.models import BoardSwitch, Correction, Publication, PublicationStep
from congress.credit.publication_file import (
    CORRECTION_FORMAT,
    canonical,
    commitment,
    parts_commitment,
    scale_commitment,
    sign_file,
)
from congress.credit.publication_queries import lock_publication, publication_by_id, switch_of
from congress.credit.queries import entity_names, head_of
from congress.credit.rule_queries import rules_at
from congress.credit.rules import Board, Standing, as_facts, basis_of, first_day_of, last_day_of, level_at_the_edge
from congress.credit.scoring import spans_of, totals_of
from congress.credit.states import TRANSITIONS, Edge, ObjectionState, PublicationState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import day_bounds, local_day
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.workdays import work_calendar
from congress.outcomes.levels import levels_of
from congress.outcomes.rules import LevelLine
from congress.programme.models import Congress

# what the notice of an announced board names: who takes objections, and how to reach them
NOTICE_FIELDS = ("authority", "phone", "address")


def objection_time(session: Session, start: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When objections end, counted in working days from the day after `start`, and whether that is provisional."""
    calendar, today = work_calendar(session), local_day(start, zone)
    last = calendar.after(today, rules_at(session, start).plan["announcing"])
    return day_bounds(last, zone)[1], calendar.any_provisional(today + timedelta(days=1), last)


def compute_publication(
    session: Session, congress: Congress, slug: str, *, as_of: datetime | None, edge: Edge = Edge.ALL,
    zone: ZoneInfo, by: Actor, now: datetime,
) -> Publication:  # fmt: skip
    """Freeze a board as it stood at `as_of`: its order, its totals under salts, the rules, the ledger's head.

    Raises:
        NoSuchBoard, Invalid: an `as_of` in the future.
    """
    moment = as_of or now
    if moment > now:
        raise Invalid.field("as_of", _("This moment lies in the future."))
    computed = compute_board(session, congress, slug, as_of=moment, period=None, zone=zone)
    with_amounts = switch_of(session, congress.id, slug)
    public_id = new_id()
    openings = [
        {"code": one.code, "salt": secrets.token_hex(16), "total": one.total, "place": one.place}
        | _parts(computed, one.code)
        for one in _published(computed, edge)
    ]
    scale = _scale(computed)
    codes = {str(one["code"]) for one in openings}
    draft = _draft(computed, congress, codes, head_of(session, congress.id)) | {
        "publication": public_id,
        "basis": _basis(computed, levels_of(session, congress.id)),
        **_told_scale(scale, with_amounts=with_amounts),
        "order": _order(computed, openings, entity_names(session), with_amounts=with_amounts),
    }
    publication = Publication(
        public_id=public_id, congress_id=congress.id, board=slug, period=computed.period, as_of=moment, edge=edge,
        with_amounts=with_amounts, state=PublicationState.COMPUTED, document=canonical(draft).decode(),
        openings=openings, scale=scale, computed_by=by.user_id, computed_at=now, notice={}, objections=[], steps=[],
        corrections=[],
    )  # fmt: skip
    session.add(publication)
    session.flush()
    _note(session, publication, "", by=by, now=now)
    record(session, by, "board.computed", "publication", public_id, now=now, board=slug)
    return publication


def _published(computed: ComputedBoard, edge: Edge) -> Sequence[Standing]:
    placed = [one for one in computed.standings if one.placed]
    left_out = level_at_the_edge(computed.standings, computed.board.places) if edge is Edge.NONE else []
    return [one for one in placed if one not in left_out]


def _parts(computed: ComputedBoard, code: str) -> dict[str, Any]:
    """What the points of an entity are made of, where the board is a composite score."""
    if isinstance(computed.board, Board):
        return {}
    return {"parts": {"totals": totals_of(computed.totals, code), "deducted": computed.board.deducted(code)}}


def _scale(computed: ComputedBoard) -> dict[str, Any]:
    """The least and the most of each board behind a composite score, under a salt."""
    if isinstance(computed.board, Board):
        return {}
    spans = {board: [span.least, span.most] for board, span in spans_of(computed.totals).items()}
    return {"salt": secrets.token_hex(16), "spans": spans}


def _told_scale(scale: Mapping[str, Any], *, with_amounts: bool) -> dict[str, Any]:
    if not scale:
        return {}
    told = {"scale_commitment": scale_commitment(scale["salt"], scale["spans"])}
    return told | {"scale": scale["spans"]} if with_amounts else told


def _draft(computed: ComputedBoard, congress: Congress, codes: Collection[str], head: Head) -> dict[str, Any]:
    rules = computed.rules
    return {
        "congress": congress.slug,
        "board": as_facts(computed.board, rules, codes),
        "period": computed.period,
        "rule_version": rules.version,
        "as_of": stamp(computed.as_of),
        "ledger": {"count": head.count, "hash": head.hash},
        "demo": congress.is_demo,
        "notice": "演示数据" if congress.is_demo else "",
    }


def _basis(computed: ComputedBoard, levels: Sequence[LevelLine]) -> dict[str, str]:
    """口径, with the days that count."""
    rules, period = computed.rules, computed.period
    return basis_of(computed.board, rules, levels) | {
        "from": first_day_of(period, rules).isoformat(),
        "until": (first_day_of(period + 1, rules) - timedelta(days=1)).isoformat(),
        "accepted_until": last_day_of(period, rules).isoformat(),
    }


def _order(
    computed: ComputedBoard, openings: Sequence[Mapping[str, Any]], names: Mapping[str, tuple[str, str]], *,
    with_amounts: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    lines, kind = [], computed.board.entity_kind
    for one in openings:
        zh, en = names.get(one["code"], (one["code"], ""))
        line: dict[str, Any] = {
            "place": one["place"],
            "entity": {"kind": kind, "code": one["code"], "name": zh, "name_en": en},
            "commitment": commitment(one["salt"], kind, one["code"], one["total"]),
        }
        if "parts" in one:
            line["parts_commitment"] = parts_commitment(one["salt"], kind, one["code"], one["parts"])
        told = {name: one[name] for name in ("total", "parts") if name in one}
        lines.append(line | told if with_amounts else line)
    return lines


def review_publication(session: Session, publication: Publication, note: str, *, by: Actor, now: datetime) -> None:
    """联审: somebody else than who computed it has looked at it; raises SamePerson, StateRefused."""
    _hold(session, publication, PublicationState.REVIEWED)
    if publication.computed_by is not None and publication.computed_by == by.user_id:
        raise SamePerson
    _move(session, publication, PublicationState.REVIEWED, note, by=by, now=now)


def sign_off_publication(
    session: Session, publication: Publication, document_number: str, note: str, *, by: Actor, now: datetime
) -> None:
    """审签: signed off under a 文号; raises StateRefused."""
    _hold(session, publication, PublicationState.SIGNED_OFF)
    publication.document_number = document_number
    _move(session, publication, PublicationState.SIGNED_OFF, note, by=by, now=now)


def announce_publication(
    session: Session, publication: Publication, notice: Mapping[str, str], *, objections_until: datetime | None,
    key: Ed25519PrivateKey, zone: ZoneInfo, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """公示: sign the file with its notice and open the time for objections (by default five working days).

    Raises:
        Invalid: an end of objections in the past.
        StateRefused: it is not signed off.
    """
    _hold(session, publication, PublicationState.ANNOUNCED)
    _open_to_the_public(session, publication, notice, objections_until=objections_until, key=key, zone=zone, now=now)
    publication.published_by, publication.published_at = by.user_id, now
    _move(session, publication, PublicationState.ANNOUNCED, "", by=by, now=now)


def _open_to_the_public(
    session: Session, publication: Publication, notice: Mapping[str, str], *, objections_until: datetime | None,
    key: Ed25519PrivateKey, zone: ZoneInfo, now: datetime,
) -> None:  # fmt: skip
    counted, provisional = objection_time(session, now, zone)
    until = objections_until or counted
    if until <= now:
        raise Invalid.field("objections_until", _("This moment has passed."))
    publication.objections_until = until
    publication.provisional = provisional and objections_until is None
    publication.notice = {name: notice.get(name, "") for name in NOTICE_FIELDS}
    document = json.loads(publication.document) | {
        "published_at": stamp(now),
        "document_number": publication.document_number,
        "objections": {"until": stamp(until), "provisional": publication.provisional, **publication.notice},
    }
    publication.document = canonical(sign_file(document, key)).decode()


def publish_board(
    session: Session, congress: Congress, slug: str, *, as_of: datetime | None, objections_until: datetime | None,
    key: Ed25519PrivateKey, zone: ZoneInfo, by: Actor, now: datetime, notice: Mapping[str, str] | None = None,
) -> Publication:  # fmt: skip
    """Compute and announce in one act, for offices that review and sign off on paper.

    Raises:
        NoSuchBoard, Invalid: an `as_of` in the future, an end of objections in the past.
    """
    publication = compute_publication(session, congress, slug, as_of=as_of, zone=zone, by=by, now=now)
    _open_to_the_public(
        session, publication, notice or {}, objections_until=objections_until, key=key, zone=zone, now=now
    )
    publication.published_by, publication.published_at = by.user_id, now
    publication.state = PublicationState.ANNOUNCED
    _note(session, publication, "", by=by, now=now)
    record(session, by, "board.published", "publication", publication.public_id, now=now, board=slug)
    return publication


def withdraw_publication(session: Session, publication: Publication, reason: str, *, by: Actor, now: datetime) -> None:
    """Drop what has not been announced; afterwards only an upheld objection withdraws it. Raises StateRefused."""
    lock_publication(session, publication.id)
    session.refresh(publication, ["state"])
    if publication.state == PublicationState.ANNOUNCED:
        raise StateRefused(_("An announced board is withdrawn by an objection that is upheld."))
    _hold(session, publication, PublicationState.WITHDRAWN)
    _move(session, publication, PublicationState.WITHDRAWN, reason, by=by, now=now)


def finalise_publication(session: Session, publication: Publication, *, by: Actor, now: datetime) -> Publication:
    """Make a publication final, or withdraw it where an objection was upheld.

    Raises:
        NotYetFinal: the time for objections runs, or one is not decided.
        StateRefused: it is final or withdrawn already, or was never announced.
    """
    lock_publication(session, publication.id)
    publication = publication_by_id(session, publication.public_id)
    if publication.state != PublicationState.ANNOUNCED or publication.objections_until is None:
        raise StateRefused
    if now < publication.objections_until or any(one.state == ObjectionState.OPEN for one in publication.objections):
        raise NotYetFinal
    upheld = any(one.state == ObjectionState.UPHELD for one in publication.objections)
    publication.finalised_at = now
    target = PublicationState.WITHDRAWN if upheld else PublicationState.FINAL
    _move(session, publication, target, "", by=by, now=now)
    return publication


def correct_publication(
    session: Session, publication: Publication, text_zh: str, text_en: str, *, key: Ed25519PrivateKey, by: Actor,
    now: datetime,
) -> Correction:  # fmt: skip
    """Put a signed notice beside a final board, which stays as it is; raises StateRefused."""
    lock_publication(session, publication.id)
    if publication.state != PublicationState.FINAL:
        raise StateRefused(_("Only a final board is corrected by a notice."))
    public_id = new_id()
    told = {
        "correction": public_id,
        "publication": publication.public_id,
        "board": publication.board,
        "text": {"zh": text_zh, "en": text_en},
        "published_at": stamp(now),
    }
    correction = Correction(
        public_id=public_id, publication_id=publication.id, text_zh=text_zh, text_en=text_en,
        document=canonical(sign_file(told, key, form=CORRECTION_FORMAT)).decode(), made_by=by.user_id, made_at=now,
    )  # fmt: skip
    session.add(correction)
    record(session, by, "board.corrected", "publication", publication.public_id, now=now)
    session.flush()
    return correction


def switch_board(
    session: Session, congress: Congress, slug: str, *, with_amounts: bool, by: Actor, now: datetime
) -> None:
    """Let the next publications of a board show the order only, or amounts too; published ones stay as they are."""
    switch = session.get(BoardSwitch, (congress.id, slug)) or BoardSwitch(congress_id=congress.id, board=slug)
    switch.with_amounts = with_amounts
    session.add(switch)
    record(session, by, "board.switched", "board", slug, now=now, with_amounts=with_amounts)
    session.flush()


def _hold(session: Session, publication: Publication, target: PublicationState) -> None:
    """Hold the publication's row and look whether the step is possible from where it stands now."""
    lock_publication(session, publication.id)
    session.refresh(publication, ["state"])
    if target not in TRANSITIONS[PublicationState(publication.state)]:
        raise StateRefused


_ACTS = {
    PublicationState.REVIEWED: "board.reviewed",
    PublicationState.SIGNED_OFF: "board.signed_off",
    PublicationState.ANNOUNCED: "board.published",
    PublicationState.FINAL: "board.final",
    PublicationState.WITHDRAWN: "board.withdrawn",
}


def _move(
    session: Session, publication: Publication, target: PublicationState, note: str, *, by: Actor, now: datetime
) -> None:
    publication.move_to(target)
    _note(session, publication, note, by=by, now=now)
    record(session, by, _ACTS[target], "publication", publication.public_id, now=now)
    session.flush()


def _note(session: Session, publication: Publication, note: str, *, by: Actor, now: datetime) -> None:
    session.add(
        PublicationStep(
            publication_id=publication.id, state=publication.state, note=note, user_id=by.user_id, at=now
        )
    )  # fmt: skip
    session.flush()
