"""A hundred thousand on the console's list: looked for, narrowed, and taken out as a file."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.asks import Ask
from bench.figures import Figure
from bench.processes import peak_memory
from bench.stage import MIB, Stage
from congress.accounts.permissions import is_organiser
from congress.accounts.queries import user_by_id
from congress.accounts.sessions import actor_of
from congress.exports.actions import Wish, ask_export, write_export
from congress.exports.states import Form
from congress.foundation import clock
from congress.foundation.batches import BatchState, batch_by_public_id, batch_folder
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.lists import declared_list
from congress.programme.queries import the_congress

KIB = 1024
LOOKS = 5
# what somebody looks for, from what everybody has to what nobody has
SEARCHES = {
    "first page": "",
    "by strokes": "sort=strokes",
    "many have it": "q=示例嘉宾&sort=strokes",
    "one has it": "q=嘉宾00042",
    "nobody has it": "q=没有这个人",
    "pinyin": "q=shili",
    "letters": "q=nobody+at+all",
    "e-mail": "q=crowd42@demo.example",
    "phone's last digits": "q=0042",
    "state": "status=confirmed",
    "state of few": "status=pending",
    "category": "category=delegate",
    "forum": "forum=opening",
    "forum of few": "forum=computing",
    "track": "track=invest",
    "search in a state": "q=没有这个人&status=confirmed",
}


def list_search(stage: Stage) -> Iterator[Figure]:
    """The first page of each search in the console: how long its questions take at the database, all together."""
    with stage.app.app_context():
        client = stage.app.test_client(use_cookies=False)
        for name, query in SEARCHES.items():
            ask = Ask("GET", f"/console/registrations?{query}", headers={"Cookie": stage.crowd.cookie})
            questions = _questions(client, ask)
            took = [1000 * sum(_seconds(*question) for question in questions) for _look in range(LOOKS)]
            values = {"database_ms": median(took), "worst_database_ms": max(took), "statements": len(questions)}
            yield Figure("list_search", name, stage.database, values | {"people": len(stage.crowd.badges)})


def _questions(client: FlaskClient, ask: Ask) -> list[tuple[str, Any]]:
    """What the page asks the database once the process is warm."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, told: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, told))

    ask.send(client)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        # how many there are in all is remembered for a moment, and counted here
        client.application.extensions.pop("registration_tallies", None)
        answer = ask.send(client)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{ask.path}: {answer.status}")
    return asked


def _seconds(statement: str, told: Any) -> float:
    """Asked again, until the last row is here."""
    with db.engine.connect() as connection:
        began = time.perf_counter()
        connection.exec_driver_sql(statement, told).fetchall()
        return time.perf_counter() - began


def export_rows(stage: Stage) -> Iterator[Figure]:
    """All registrations with every column, as the worker writes them, and by how much the process grew."""
    listed = declared_list("registrations")
    if listed is None:
        raise LookupError("There is no list of registrations.")
    for form in Form:
        with stage.inside():
            commits = stage.commits_per_second(1)
            with unit_of_work() as session:
                user = user_by_id(session, stage.crowd.organiser_id)
                if user is None or not is_organiser(actor_of(user)):
                    raise LookupError("The organiser is gone.")
                wish = Wish(form=form, personal=True, reason="bench")
                by, now = actor_of(user), clock.now()
                batch = ask_export(session, the_congress(session), listed, wish, by=by, now=now)
                batch_id, public_id = batch.id, batch.public_id
            before, began = peak_memory(), time.monotonic()
            write_export(batch_id)
            elapsed, grown = time.monotonic() - began, peak_memory() - before
            with reading() as session:
                made = batch_by_public_id(session, public_id)
                if made is None or made.state != BatchState.DONE or made.file is None:
                    raise RuntimeError("The list was not written.")
                values = {
                    "per_second": made.done / elapsed, "count": made.done, "elapsed_s": elapsed,
                    "grown_mib": grown / MIB, "peak_mib": peak_memory() / MIB,
                    "kilobytes": (batch_folder() / made.file).stat().st_size / KIB, "commits_per_second": commits,
                }  # fmt: skip
            yield Figure("export_rows", form, stage.database, values)
