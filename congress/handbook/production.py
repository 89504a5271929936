"""Papers on a worker: a row asks for one, a worker draws it, and the file stands on the page that asked."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, BatchState, finish_batch, lease_batch, queue_batch
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import LazyString, _l, in_language
from congress.foundation.jobs import after_commit
from congress.handbook.booklet import print_booklet, print_sheets
from congress.handbook.cards import print_door_signs, print_table_cards
from congress.handbook.chapters import filled_chapters
from congress.handbook.content import (
    Matter,
    door_signs,
    handbook,
    programme_grid,
    programme_list,
    running_order,
    seat_charts,
    table_cards,
)
from congress.handbook.grid import print_grid
from congress.handbook.queries import consenting_participants, texts_of
from congress.handbook.review import with_edition
from congress.handbook.script import host_script
from congress.handbook.speech import Speech, Tongue
from congress.programme.models import Congress
from congress.programme.plan_queries import pictures_named
from congress.programme.published import published_plan
from congress.programme.queries import congress_by_id
from congress.registration.queries import Filter, registrations_to_print
from congress.seating.charts import charts_of

WORK = "handbook.print_paper"
AT_ONCE = 500


class Kind(StrEnum):
    HANDBOOK = "handbook"
    GRID = "grid"
    LIST = "list"
    DOORS = "doors"
    CARDS = "cards"
    RUNNING = "running"
    SCRIPT = "script"
    SEATS = "seats"


KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.HANDBOOK: _l("Handbook"),
    Kind.GRID: _l("Programme as a grid"),
    Kind.LIST: _l("Programme as a list"),
    Kind.DOORS: _l("Door signs"),
    Kind.CARDS: _l("Table cards"),
    Kind.RUNNING: _l("Running order"),
    Kind.SCRIPT: _l("Host's script"),
    Kind.SEATS: _l("Seat charts"),
}


def queue_paper(session: Session, congress: Congress, wish: Mapping[str, str], *, by: Actor, now: datetime) -> Batch:
    """Ask for a paper: `kind`, `tongue`, `format` (pdf or docx), and perhaps `forum`, `day`, `category`."""
    batch = queue_batch(session, WORK, dict(wish), by, congress_id=congress.id, now=now)
    batch.total = 1
    record(session, by, "paper.printed", "congress", congress.slug, now=now, paper=wish["kind"])
    after_commit(session, WORK, batch_id=batch.id)
    return batch


def print_paper(batch_id: int) -> None:
    """Draw one paper, unless somebody else does; a second attempt begins afresh and replaces the file whole."""
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        session.expunge(batch)
    folder: Path = current_app.extensions["settings"].instance_dir / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    wish: dict[str, str] = batch.wish
    name = f"{wish['kind']}-{batch.public_id}.{wish['format']}"
    partial = folder / f"{name}.{batch.attempts}"
    with reading() as session:
        congress = congress_by_id(session, batch.congress_id or 0)
        matter = matter_of(session, congress, Tongue(wish["tongue"]), now=clock.now())
        if wish["kind"] == Kind.HANDBOOK:
            matter = with_edition(session, congress, matter)
        people = _card_people(session, congress, matter, wish) if wish["kind"] == Kind.CARDS else []
        slogan = matter.speech.of(congress.slogan_zh, congress.slogan_en)
    with partial.open("wb") as out, in_language(matter.speech.main):
        draw(out, matter, wish, slogan=slogan, people=people)
    partial.replace(folder / name)
    with unit_of_work() as session:
        finish_batch(session, batch_id, state=BatchState.DONE, file=name)


def matter_of(session: Session, congress: Congress, tongue: Tongue, *, now: datetime) -> Matter:
    """What is released, with the texts that were written for it and the people who agreed to be named."""
    plan, speech = published_plan(session, congress), Speech(tongue)
    return Matter(
        plan=plan,
        speech=speech,
        texts=texts_of(session, congress.id),
        filled=filled_chapters(session, congress, speech),
        participants=consenting_participants(session, congress.id),
        charts=charts_of(session, congress.id),
        pictures=pictures_named(
            session, {room.plan for room in plan.rooms} | {speaker.photo for speaker in plan.speakers}
        ),
        organiser=current_app.extensions["settings"].organiser_name,
        now=now,
    )


def _card_people(
    session: Session, congress: Congress, matter: Matter, wish: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Speakers and hosts of a forum or of all; or everybody confirmed of one category, by badge number."""
    if wish.get("category"):
        chosen = Filter(category=wish["category"], forum=wish.get("forum") or None)
        people: list[tuple[str, str]] = []
        last = 0
        while portion := registrations_to_print(session, congress.id, chosen, after=last, limit=AT_ONCE):
            people += [(one.name, "") for one in portion]
            last = portion[-1].number or 0
        return people
    plan, forum = matter.plan, wish.get("forum")
    wanted = {one for item in plan.items if not forum or item.forum == forum for one in item.people}
    second = matter.speech.tongue is Tongue.BOTH
    return [
        (one.name if matter.speech.main == "zh" else one.name_en or one.name, one.name_en if second else "")
        for one in plan.speakers
        if one.id in wanted
    ]


def draw(
    out: BinaryIO, matter: Matter, wish: Mapping[str, str], *, slogan: list[str], people: list[tuple[str, str]]
) -> None:
    """Write the paper that was asked for."""
    kind, plan, speech = Kind(wish["kind"]), matter.plan, matter.speech
    forum, day = wish.get("forum") or None, _day(wish.get("day"))
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.HANDBOOK: lambda: handbook(matter, slogan=slogan),
        Kind.GRID: lambda: programme_grid(matter),
        Kind.LIST: lambda: programme_list(matter),
        Kind.RUNNING: lambda: running_order(matter, forum, day),
        Kind.SCRIPT: lambda: host_script(matter, forum, day),
        Kind.SEATS: lambda: seat_charts(matter, forum),
        Kind.DOORS: lambda: door_signs(matter, day),
        Kind.CARDS: lambda: table_cards(matter, people),
    }
    paper = makers[kind]()
    lying = kind in {Kind.RUNNING, Kind.SEATS}
    if wish["format"] == "docx":
        from congress.handbook.office import write_document  # noqa: PLC0415 -- most processes never write one

        write_document(out, paper, plan, speech, landscape=lying)
    elif kind is Kind.HANDBOOK:
        print_booklet(out, paper, plan, speech)
    elif kind is Kind.GRID:
        print_grid(
            out, plan, speech, title=" ".join(paper.title), language=paper.language, foot=paper.foot, demo=paper.demo,
            continued=paper.continued,
        )  # fmt: skip
    elif kind is Kind.DOORS:
        print_door_signs(out, paper, plan, speech, day)
    elif kind is Kind.CARDS:
        print_table_cards(out, paper, people, demo=plan.demo)
    else:
        print_sheets(out, paper, plan, speech, landscape=lying)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
