"""What is printed: badges by the thousand and personal agendas, drawn as a worker draws them."""

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from bench.crowd import FORUMS, PRINTED, SLUG
from bench.figures import Figure
from bench.processes import Start, together
from bench.stage import Stage
from congress.badges.sheets import Sheet
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.batches import Batch
from congress.foundation.db import db, reading, unit_of_work
from congress.handbook.papers import agenda_file
from congress.handbook.printing import print_badges, queue_print
from congress.programme.queries import congress_by_slug
from congress.registration.queries import Filter, registrations_to_print


class Drawn(NamedTuple):
    """What one process drew: when, with how much processor time, how many, how many bytes."""

    began: float
    ended: float
    processor_seconds: float
    count: int
    size: int


def badges(stage: Stage) -> Iterator[Figure]:
    """One batch of a thousand in each process, from the database to the file."""
    for sheet in (Sheet.A6, Sheet.A4_8):
        for processes in (1, 2):
            commits = stage.commits_per_second(1)
            done = _printed(stage, sheet, processes)
            values = _together(done) | {"commits_per_second": commits}
            yield Figure("badges", f"{sheet}, {_processes(processes)}", stage.database, values)


def _printed(stage: Stage, sheet: Sheet, processes: int) -> list[Drawn]:
    with stage.inside():
        batches = []
        for _number in range(processes):
            with unit_of_work() as session:
                congress = congress_by_slug(session, SLUG)
                batch = queue_print(session, congress, {"category": PRINTED}, sheet, by=SYSTEM, now=clock.now())
                batches.append(batch.id)
        db.session.remove()
        db.engine.dispose()
    folder = stage.app.extensions["settings"].instance_dir / "batches"

    def work(number: int, start: Start) -> Drawn:
        with stage.inside():
            start()
            began, used = time.monotonic(), time.process_time()
            print_badges(batches[number])
            ended, used = time.monotonic(), time.process_time() - used
            with reading() as session:
                batch = session.get_one(Batch, batches[number])
                return Drawn(began, ended, used, batch.done, (folder / str(batch.file)).stat().st_size)

    return together(processes, work)


def agendas(stage: Stage) -> Iterator[Figure]:
    """Personal agendas with four forums each, as a mail encloses them."""

    def work(number: int, start: Start) -> Drawn:
        with stage.inside(), reading() as session:
            start()
            began, used, size = time.monotonic(), time.process_time(), 0
            wish = Filter(forum=FORUMS[0], category=PRINTED)
            found = registrations_to_print(
                session, stage.crowd.congress_id, wish, after=number * 10, limit=stage.size.agendas
            )
            for one in found:
                size += len(agenda_file(session, one, now=clock.now()))
            return Drawn(began, time.monotonic(), time.process_time() - used, len(found), size)

    for processes in (1, 2):
        commits = stage.commits_per_second(1)
        with stage.app.app_context():
            db.engine.dispose()
        done = together(processes, work)
        values = _together(done) | {"commits_per_second": commits}
        yield Figure("agendas", _processes(processes), stage.database, values)


def _together(done: list[Drawn]) -> dict[str, Any]:
    """The rate of all processes together, from the first one's begin to the last one's end."""
    count = sum(one.count for one in done)
    elapsed = max(one.ended for one in done) - min(one.began for one in done)
    return {
        "per_second": count / elapsed, "count": count, "elapsed_s": elapsed,
        "bytes_each": sum(one.size for one in done) / count,
        "cpu_ms_each": sum(one.processor_seconds for one in done) * 1000 / count,
    }  # fmt: skip


def _processes(count: int) -> str:
    return f"{count} process{'es' if count > 1 else ''}"
