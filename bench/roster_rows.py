"""Twenty thousand people by one list: tried out, stored, and brought again, as the worker does it."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bench.crowd import SLUG
from bench.figures import Figure
from bench.processes import peak_memory
from bench.stage import MIB, Stage
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from congress.foundation.documents.xlsx import write_table
from congress.foundation.tables import ImportReport, stream_table
from congress.programme.queries import congress_by_slug
from congress.registration.roster import import_roster
from congress.registration.rosters import Rehearsed

COLUMNS = ("姓名", "单位", "职务", "手机号码", "毕业院校")


def import_people(stage: Stage) -> Iterator[Figure]:
    """The time of each way through the list, and by how much the process grew over all before it."""
    with tempfile.TemporaryDirectory() as folder, stage.inside():
        path = Path(folder) / "people.xlsx"
        with path.open("wb") as out:
            write_table(out, "People", COLUMNS, _people(stage.size.brought))
        for variant in ("try out", "store", "the same list again"):
            commits = stage.commits_per_second(1)
            before = peak_memory()
            began = time.monotonic()
            report = _brought(path, store=variant != "try out")
            values = {"elapsed_s": time.monotonic() - began, "count": stage.size.brought, "created": report.created}
            values |= {"unchanged": report.unchanged, "grown_mib": (peak_memory() - before) / MIB}
            yield Figure("import_people", variant, stage.database, values | {"commits_per_second": commits})


def _people(count: int) -> Iterator[list[object]]:
    for number in range(count):
        yield [
            f"示例来宾{number}", f"示例（虚构）单位{number % 700}", "代表", f"1990{number:07}", "",
        ]  # fmt: skip


def _brought(path: Path, *, store: bool) -> ImportReport:
    report = ImportReport()
    with suppress(Rehearsed), unit_of_work() as session:
        columns, rows = stream_table(path, report)
        import_roster(
            session, congress_by_slug(session, SLUG), columns, rows, {}, report, by=SYSTEM, now=clock.now()
        )  # fmt: skip
        if not store:
            raise Rehearsed
    return report
