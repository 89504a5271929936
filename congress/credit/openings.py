"""Opening the commitments of a published board: a line to its own entity, all of them to the audit.

An opening holds a line's salt and total and the ledger entries that make the total, without personal data.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from congress.credit.chain import as_row
from congress.credit.chain_queries import link_of
from congress.credit.models import Publication
from congress.credit.permissions import own_entities
from congress.credit.publication_file import BUNDLE_FORMAT, OPENING_FORMAT, sign_file
from congress.credit.publication_queries import publication_by_id, released_publications
from congress.credit.queries import counted_entries
from congress.credit.rules import Board
from congress.credit.states import COUNTED_MEASURES, RELEASED, Measure
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import NotFound
from congress.programme.models import Congress
from congress.programme.queries import congress_by_id


def opening_for(session: Session, actor: Actor, public_id: str, code: str, *, now: datetime) -> dict[str, Any]:
    """An entity's opening for somebody who may have it; raises NotFound, also for a line that is not there."""
    publication, own = publication_by_id(session, public_id), own_entities(actor)
    kind = json.loads(publication.document)["board"]["entity_kind"]
    allowed = publication.state in RELEASED and (own is None or (kind, code) in own)
    congress = congress_by_id(session, publication.congress_id)
    opened = opening_of(session, congress, publication, code) if allowed else None
    if opened is None:
        raise NotFound
    record(session, actor, "board.opened", "publication", public_id, now=now, entity=code)
    return opened


def bundle_for(
    session: Session, congress: Congress, key: Ed25519PrivateKey, *, by: Actor, now: datetime
) -> dict[str, Any]:
    """The audit's bundle of every released board."""
    record(session, by, "board.opened", "congress", congress.slug, now=now, entity="all")
    return all_openings(session, congress, released_publications(session, congress.id), key)


@dataclass(frozen=True)
class OwnLine:
    """Where an entity stands on a released board: its own figure, and the third of the published places."""

    publication: Publication
    title: Mapping[str, str]
    code: str
    counted: bool
    total: int | None
    third: int | None


def own_lines(session: Session, congress_id: int, own: Sequence[tuple[str, str]]) -> list[OwnLine]:
    """The newest released publication of each board of these entities' kinds; nobody else's figure is in it."""
    newest: dict[str, Publication] = {}
    for publication in released_publications(session, congress_id):
        newest.setdefault(publication.board, publication)
    lines = []
    for publication in sorted(newest.values(), key=lambda one: one.board):
        board = json.loads(publication.document)["board"]
        codes = [line["code"] for line in publication.openings]
        for kind, code in own:
            if kind != board["entity_kind"]:
                continue
            line = next((one for one in publication.openings if one["code"] == code), None)
            third = codes.index(code) * 3 // len(codes) + 1 if line else None
            counted = board["measure"] in COUNTED_MEASURES
            lines.append(OwnLine(publication, board["title"], code, counted, line["total"] if line else None, third))
    return lines


def opening_of(session: Session, congress: Congress, publication: Publication, code: str) -> dict[str, Any] | None:
    """What opens the line of this entity; None where the board has no such line."""
    line = next((one for one in publication.openings if one["code"] == code), None)
    if line is None:
        return None
    board = _board(publication)
    return _opening(publication, board, line, counted_entries(session, congress, board, publication, [code]), congress)


def all_openings(
    session: Session, congress: Congress, publications: Sequence[Publication], key: Ed25519PrivateKey
) -> dict[str, Any]:
    """Every line of these publications opened, in one signed bundle."""
    openings = []
    for publication in publications:
        board = _board(publication)
        codes = [line["code"] for line in publication.openings]
        entries = counted_entries(session, congress, board, publication, codes)
        openings += [_opening(publication, board, line, entries, congress) for line in publication.openings]
    return sign_file({"congress": congress.slug, "openings": openings}, key, form=BUNDLE_FORMAT)


def _board(publication: Publication) -> Board:
    facts = json.loads(publication.document)["board"]
    return Board(
        facts["slug"], Measure(facts["measure"]), facts["entity_kind"], facts["places"], facts["title"]["zh"],
        facts["title"]["en"], facts.get("cap_fen"), facts.get("minimum_evidence", 0),
    )  # fmt: skip


def _opening(
    publication: Publication, board: Board, line: Mapping[str, Any], entries: Sequence[Any], congress: Congress
) -> dict[str, Any]:
    own = [entry for entry in entries if entry.entity_code == line["code"]]
    return {
        "format": OPENING_FORMAT,
        "publication": publication.public_id,
        "entity": {"kind": board.entity_kind, "code": line["code"]},
        "salt": line["salt"],
        "total": line["total"],
        "entries": [as_row(link_of(entry, congress.slug), entry.hash) for entry in own],
    }
