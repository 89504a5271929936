"""Badges by the thousand: a batch that a worker draws page by page into one PDF."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from congress.badges.cards import Card, Design
from congress.badges.sheets import Sheet, draw_badges
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, BatchState, finish_batch, lease_batch, queue_batch, report_progress
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.joining import join_pdfs
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.jobs import after_commit
from congress.programme.models import Congress
from congress.programme.queries import categories_of
from congress.registration.badges import note_printed
from congress.registration.queries import Filter, count_to_print, registrations_to_print
from congress.registration.states import PhotoUse
from congress.seating.cards import badges_of

WORK = "handbook.print_badges"
AT_ONCE = 200
# a full sheet's multiple, so that no sheet but the last has room left; what a killed worker loses at most
PART = 1000


def queue_print(
    session: Session, congress: Congress, wish: Mapping[str, Any], sheet: Sheet, *, by: Actor, now: datetime
) -> Batch:
    """Ask for one PDF with the badge of everybody confirmed who fits the filter.

    Raises:
        Invalid: nobody fits.
    """
    total = count_to_print(session, congress.id, Filter(**wish))
    if not total:
        raise Invalid.field("filter", _("Nobody who has a badge fits this filter."))
    asked = {"filter": dict(wish), "sheet": sheet.value}
    batch = queue_batch(session, WORK, asked, by, congress_id=congress.id, now=now)
    batch.total = total
    record(session, by, "badges.printed", "congress", congress.slug, now=now, sheet=sheet.value, count=total)
    after_commit(session, WORK, batch_id=batch.id)
    return batch


def set_designs(
    session: Session, congress: Congress, chosen: Mapping[str, Design], photos: Mapping[str, PhotoUse], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """How the badges of each category (by its short name) are laid out from now on, and whether a photo is asked for;
    printed ones stay as they are.
    """
    for category in categories_of(session, congress.id):
        design = chosen.get(category.slug)
        if design is not None and design != category.design:
            category.design = design.value
            record(
                session,
                by,
                "badges.designed",
                "congress",
                congress.slug,
                now=now,
                category=category.slug,
                design=design,
            )
        use = photos.get(category.slug)
        if use is not None and use != category.photo:
            category.photo = use.value
            record(
                session, by, "photos.asked", "congress", congress.slug, now=now, category=category.slug, state=use
            )  # fmt: skip


def print_badges(batch_id: int) -> None:
    """Draw the batch, unless somebody else does, and join its parts to one file.

    A part that is whole stays on the disk: whoever takes over from a worker that died goes on behind the last one.
    """
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        session.expunge(batch)
    folder: Path = current_app.extensions["settings"].instance_dir / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    parts = parts_of(folder, batch)
    while part := _draw_part(folder, batch, parts):
        parts.append(part)
    if not parts:
        # everybody who fitted has cancelled meanwhile
        with unit_of_work() as session:
            finish_batch(session, batch_id, state=BatchState.FAILED, file=None)
        return
    name = f"{batch.public_id}.pdf"
    partial = folder / f"{name}.{batch.attempts}"
    with partial.open("wb") as out:
        join_pdfs([part.path for part in parts], out)
    partial.replace(folder / name)
    with unit_of_work() as session:
        printed = [badge_id for part in parts for badge_id in part.badge_ids]
        note_printed(session, printed, user_id=batch.user_id, now=clock.now())
        report_progress(session, batch_id, done=len(printed), total=len(printed), now=clock.now())
        finish_batch(session, batch_id, state=BatchState.DONE, file=name)
    for part in parts:
        part.path.unlink()
        part.list.unlink()


@dataclass(frozen=True)
class Part:
    """A portion of a batch that is whole: its PDF, and beside it the list of its badges."""

    path: Path
    badge_ids: tuple[int, ...]
    # the badge number behind which the next part begins
    last: int

    @property
    def list(self) -> Path:
        return self.path.with_suffix(".json")


def parts_of(folder: Path, batch: Batch) -> list[Part]:
    """The parts that are whole, in order; the list is written first, so that a PDF never lacks it."""
    found = []
    for path in sorted(folder.glob(f"{batch.public_id}-*.part")):
        told = json.loads(path.with_suffix(".json").read_text())
        found.append(Part(path, tuple(told["badges"]), told["last"]))
    return found


def _draw_part(folder: Path, batch: Batch, parts: Sequence[Part]) -> Part | None:
    """The next part, or None where nobody is left."""
    drawn, last = sum(len(part.badge_ids) for part in parts), parts[-1].last if parts else 0
    portion = _Portion(batch, after=last, drawn=drawn)
    path = folder / f"{batch.public_id}-{len(parts):05d}.part"
    partial = path.with_suffix(f".{batch.attempts}")
    with partial.open("wb") as out:
        draw_badges(out, portion.cards(), Sheet(batch.wish["sheet"]), title=str(_("Badges")), language="zh")
    if not portion.badge_ids:
        partial.unlink()
        return None
    part = Part(path, tuple(portion.badge_ids), portion.last)
    part.list.write_text(json.dumps({"badges": portion.badge_ids, "last": portion.last}))
    partial.replace(path)
    return part


class _Portion:
    """At most `PART` people by badge number; after each few the progress is told and the lease renewed."""

    def __init__(self, batch: Batch, *, after: int, drawn: int) -> None:
        self._batch, self._drawn = batch, drawn
        self.last = after
        self.badge_ids: list[int] = []

    def cards(self) -> Iterator[Card]:
        wish = Filter(**self._batch.wish["filter"])
        while len(self.badge_ids) < PART and (cards := self._next_cards(wish)):
            yield from cards
            with unit_of_work() as session:
                report_progress(
                    session, self._batch.id, done=self._drawn + len(self.badge_ids), total=self._batch.total,
                    now=clock.now(),
                )  # fmt: skip

    def _next_cards(self, wish: Filter) -> list[Card]:
        with reading() as session:
            people = registrations_to_print(session, self._batch.congress_id or 0, wish, after=self.last, limit=AT_ONCE)
            found = badges_of(session, people)
        self.badge_ids += [badge.id for badge, _card in found]
        self.last = max([self.last, *(one.number or 0 for one in people)])
        return [card for _badge, card in found]
