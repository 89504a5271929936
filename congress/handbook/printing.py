"""Badges by the thousand: a batch that a worker draws page by page into one PDF."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from congress.alumni.queries import educations_of
from congress.badges.cards import Card
from congress.badges.sheets import Sheet, draw_badges
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, BatchState, finish_batch, lease_batch, queue_batch, report_progress
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _, in_language
from congress.foundation.jobs import after_commit
from congress.programme.models import Congress
from congress.registration.badges import note_printed
from congress.registration.cards import card_of
from congress.registration.queries import Filter, count_to_print, registrations_to_print, standing_badge

WORK = "handbook.print_badges"
AT_ONCE = 200


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


def print_badges(batch_id: int) -> None:
    """Draw the batch, unless somebody else does; a second attempt begins afresh and replaces the file whole."""
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        session.expunge(batch)
    folder: Path = current_app.extensions["settings"].instance_dir / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{batch.public_id}.pdf"
    partial = folder / f"{name}.{batch.attempts}"
    printed: list[int] = []
    with partial.open("wb") as out:
        sheet = Sheet(batch.wish["sheet"])
        draw_badges(out, _cards(batch, printed), sheet, title=str(_("Badges")), language="zh")
    partial.replace(folder / name)
    with unit_of_work() as session:
        note_printed(session, printed, now=clock.now())
        report_progress(session, batch_id, done=len(printed), total=len(printed), now=clock.now())
        finish_batch(session, batch_id, state=BatchState.DONE, file=name)


def _cards(batch: Batch, printed: list[int]) -> Iterator[Card]:
    """The cards by badge number; after each portion the progress is told and the lease renewed."""
    wish, last = Filter(**batch.wish["filter"]), 0
    while True:
        with reading() as session:
            portion = registrations_to_print(session, batch.congress_id or 0, wish, after=last, limit=AT_ONCE)
            schools: dict[int, list[Any]] = {}
            for education in educations_of(session, [one.person_id for one in portion]):
                schools.setdefault(education.person_id, []).append(education)
            cards = []
            for one in portion:
                badge = standing_badge(one)
                if badge is not None:
                    with in_language(one.language):
                        cards.append(card_of(one, badge, schools.get(one.person_id, [])))
                    printed.append(badge.id)
                    last = badge.number
        if not portion:
            return
        yield from cards
        with unit_of_work() as session:
            report_progress(session, batch.id, done=len(printed), total=batch.total, now=clock.now())
