"""Asking for a list and writing it. Start reading at `ask_export`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.queries import user_by_id
from congress.accounts.sessions import actor_of
from congress.exports.errors import NoSuchExport, NoSuchList
from congress.exports.states import Form
from congress.foundation import clock
from congress.foundation.access import Actor, demand
from congress.foundation.audit import record
from congress.foundation.batches import (
    Batch,
    BatchState,
    batch_by_public_id,
    batch_folder,
    batches_with_file,
    finish_batch,
    lease_batch,
    queue_batch,
    remove_batch_file,
    report_progress,
)
from congress.foundation.db import long_reading, unit_of_work
from congress.foundation.documents.xlsx import write_csv, write_table
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _, in_language, language
from congress.foundation.jobs import after_commit
from congress.foundation.lists import ListedRows, Scope, declared_list
from congress.programme.models import Congress
from congress.settings import Settings

WORK = "exports.write_list"
# rows between two words about the progress
STEP = 5_000


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which list somebody wants, how narrowed, as what, and why with columns about persons."""

    form: Form
    narrowed: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    reason: str = ""


def list_for(actor: Actor, name: str) -> ListedRows:
    """The list of this name; raises NoSuchList, and Forbidden for somebody who may not see its screen."""
    found = declared_list(name)
    if found is None:
        raise NoSuchList
    demand(found.access, actor)
    return found


def ask_export(
    session: Session, congress: Congress, listed: ListedRows, wish: Wish, *, by: Actor, now: datetime
) -> Batch:  # fmt: skip
    """Write down that somebody takes a list out; the caller says who writes it.

    Raises:
        Invalid: columns about persons are wanted, and no reason is given.
    """
    personal = wish.personal and listed.names_persons
    if personal and not wish.reason:
        raise Invalid.field("reason", _("Say what the names and addresses are needed for."))
    rows = listed.count(session, Scope(congress.id, by, now, wish.narrowed))
    told = {"list": listed.name, "form": wish.form, "personal": personal, "language": language()}
    batch = queue_batch(
        session, WORK, told | {"slug": congress.slug, "narrowed": dict(wish.narrowed)}, by, congress_id=congress.id,
        now=now,
    )  # fmt: skip
    batch.total = rows
    record(
        session, by, "list.exported", "list", listed.name, now=now, form=wish.form, rows=rows, personal=personal,
        narrowed=listed.for_the_trail(wish.narrowed), reason=wish.reason, export=batch.public_id,
    )  # fmt: skip
    return batch


def leave_to_worker(session: Session, batch: Batch) -> None:
    after_commit(session, WORK, batch_id=batch.id)


def is_short(batch: Batch) -> bool:
    """Whether one waits for the file."""
    return batch.total <= _settings().export_rows_at_once


def write_export(batch_id: int) -> None:
    """Write the file, unless somebody else does; a second attempt begins afresh and replaces the file whole.

    Whoever has lost the right to the list meanwhile gets none.
    """
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        wish, total, attempt = batch.wish, batch.total, batch.attempts
        file = f"{wish['list']}-{wish['slug']}-{batch.public_id}.{wish['form']}"
        user = user_by_id(session, batch.user_id or 0)
        actor = actor_of(user) if user is not None and user.is_active else Actor()
        scope = Scope(batch.congress_id or 0, actor, batch.created_at, wish["narrowed"])
    listed = declared_list(wish["list"])
    if listed is None or not listed.access(actor):
        with unit_of_work() as session:
            finish_batch(session, batch_id, state=BatchState.FAILED, file=None)
        return
    partial = batch_folder() / f"{file}.{attempt}"
    with long_reading() as reader, partial.open("wb") as out, in_language(wish["language"]):
        found = listed.open(reader, scope, personal=wish["personal"])
        rows = _told(batch_id, total, found.rows())
        if wish["form"] == Form.CSV:
            count = write_csv(out, found.heads, rows)
        else:
            count = write_table(out, str(listed.title), found.heads, rows)
    partial.replace(batch_folder() / file)
    with unit_of_work() as session:
        report_progress(session, batch_id, done=count, total=count, now=clock.now())
        finish_batch(session, batch_id, state=BatchState.DONE, file=file)


def _told(batch_id: int, total: int, rows: Iterable[list[object]]) -> Iterator[list[object]]:
    """The rows, with a word about the progress now and then, which holds the lease too."""
    for done, row in enumerate(rows, start=1):
        yield row
        if done % STEP == 0:
            with unit_of_work() as session:
                report_progress(session, batch_id, done=done, total=max(total, done), now=clock.now())


def export_for(session: Session, actor: Actor, public_id: str, *, now: datetime) -> Batch:
    """What the actor asked for, while its days last and the list is still theirs to see; raises NoSuchExport."""
    batch = batch_by_public_id(session, public_id)
    is_own = batch is not None and batch.work == WORK and batch.user_id == actor.user_id
    if batch is None or not is_own or batch.created_at <= now - kept_for():
        raise NoSuchExport
    listed = declared_list(batch.wish["list"])
    if listed is None or not listed.access(actor):
        raise NoSuchExport
    return batch


def forget_exports(session: Session, *, now: datetime) -> int:
    """Remove files whose days are over, and what was typed to narrow them; answers how many."""
    old = batches_with_file(session, WORK, before=now - kept_for())
    for batch in old:
        batch.wish = batch.wish | {"narrowed": {}}
        remove_batch_file(session, batch)
    return len(old)


def kept_for() -> timedelta:
    return timedelta(days=_settings().export_kept_days)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
