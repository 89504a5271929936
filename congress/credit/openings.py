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
from congress.credit.states import RELEASED, Measure
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
    measure: str
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
            total = line["total"] if line else None
            lines.append(OwnLine(publication, board["title"], code, board["measure"], total, third))
    return lines


def opening_of(session: Session, congress: Congress, publication: Publication, code: str) -> dict[str, Any] | None:
    """What opens the line of this entity; None where the board has no such line."""
    line = next((one for one in publication.openings if one["code"] == code), None)
    if line is None:
        return None
    entries = counted_entries(session, congress, _boards(publication), publication, [code])
    return _opening(publication, line, entries, congress)


def all_openings(
    session: Session, congress: Congress, publications: Sequence[Publication], key: Ed25519PrivateKey
) -> dict[str, Any]:
    """Every line of these publications opened, in one signed bundle."""
    openings, scales = [], []
    for publication in publications:
        codes = [line["code"] for line in publication.openings]
        entries = counted_entries(session, congress, _boards(publication), publication, codes)
        openings += [_opening(publication, line, entries, congress) for line in publication.openings]
        if publication.scale:
            scales.append({"publication": publication.public_id} | publication.scale)
    return sign_file({"congress": congress.slug, "openings": openings, "scales": scales}, key, form=BUNDLE_FORMAT)


def _boards(publication: Publication) -> list[Board]:
    """The boards of one measure behind a publication, as they were when it was frozen."""
    told = json.loads(publication.document)["board"]
    return [
        Board(
            facts.get("board", told["slug"]), Measure(facts["measure"]), told["entity_kind"], told["places"],
            facts["title"]["zh"], facts["title"]["en"], facts.get("cap_fen"), facts.get("minimum_evidence", 0),
            tuple(facts.get("levels", [])),
        )
        for facts in told.get("components", [told])
    ]  # fmt: skip


def _opening(
    publication: Publication, line: Mapping[str, Any], entries: Sequence[Any], congress: Congress
) -> dict[str, Any]:
    kind = json.loads(publication.document)["board"]["entity_kind"]
    own = [entry for entry in entries if entry.entity_code == line["code"]]
    return {
        "format": OPENING_FORMAT,
        "publication": publication.public_id,
        "entity": {"kind": kind, "code": line["code"]},
        "salt": line["salt"],
        "total": line["total"],
        "entries": [as_row(link_of(entry, congress.slug), entry.hash) for entry in own],
        "parts": line.get("parts"),
    }
