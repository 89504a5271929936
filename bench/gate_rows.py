"""At the gate: single scans, batches, and one badge shown fifty times at once."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.asks import Ask
from bench.crowd import SLUG
from bench.figures import Figure
from bench.load import Load
from bench.stage import Stage

PATH = f"/api/v1/congresses/{SLUG}/scans"
BATCH = 100
ADMITTED, TOLD = b'"result":"admitted"', b'"result":"already_admitted"'
_ids = itertools.count(1)


def scan_ask(stage: Stage, tokens: list[str], gate: str, device: str) -> Ask:
    """These badges read by one device."""
    now = datetime.now(UTC).isoformat()
    scans = [{"id": f"bench-{next(_ids)}", "token": token, "gate": gate, "scanned_at": now} for token in tokens]
    return Ask("POST", PATH, {"device": device, "scans": scans}, stage.crowd.bearer)


def load_values(stage: Stage, load: Load, commits: float, *, expected: int = 200) -> dict[str, float]:
    """What every row over HTTP tells."""
    return {
        "per_second": load.per_second,
        "p50_ms": load.percentile_ms(50),
        "p95_ms": load.percentile_ms(95),
        "p99_ms": load.percentile_ms(99),
        "requests": load.count,
        "web_cpu_ms": load.web_seconds * 1000 / max(load.count, 1),
        "failed": load.count - load.statuses[expected],
        "processes": stage.size.processes,
        "commits_per_second": commits,
        "of_commits": load.per_second / commits,
    }


def scans(stage: Stage) -> Iterator[Figure]:
    """One badge a request, each a first admission; every number of clients at a gate of its own."""
    crowd = stage.crowd
    again = [scan_ask(stage, [token], crowd.gates[0], "warm") for token in crowd.badges[:20]]
    for clients, gate in zip(stage.size.clients, crowd.gates, strict=False):
        commits = stage.commits_per_second(clients)
        asks = [
            scan_ask(stage, [token], gate, f"d{number % clients}") for number, token in enumerate(crowd.badges[20:])
        ]
        # the processes have opened their connections before anything is measured
        stage.drive([[ask.raw] for ask in again * 4], clients=clients, seconds=1)
        load = stage.drive(
            [[ask.raw] for ask in asks], clients=clients, seconds=stage.size.seconds, marker=ADMITTED
        )  # fmt: skip
        statements = stage.statements_of([scan_ask(stage, [token], gate, "count") for token in crowd.badges[:9]])
        values = load_values(stage, load, commits) | {"statements": statements, "admitted_first": load.marked}
        yield Figure("scans", _clients(clients), stage.database, values)


def batch_scans(stage: Stage) -> Iterator[Figure]:
    """What a device that was cut off brings: a hundred scans in one request, counted one by one."""
    crowd, gate = stage.crowd, stage.crowd.gates[-1]
    commits = stage.commits_per_second(8)
    groups = [crowd.badges[start : start + BATCH] for start in range(0, len(crowd.badges), BATCH)]
    # the second time round every badge is known already, as after a device's interrupted upload
    asks = [
        scan_ask(stage, group, gate, f"d{number}") for _round in range(4) for number, group in enumerate(groups)
    ]  # fmt: skip
    load = stage.drive([[ask.raw] for ask in asks], clients=8, seconds=stage.size.seconds)
    values = load_values(stage, load, commits)
    values["per_second"] *= BATCH
    values["of_commits"] *= BATCH
    statements = stage.statements_of([scan_ask(stage, group, gate, "count") for group in groups[:3]])
    yield Figure(
        "batch_scans", f"8 clients, {BATCH} each", stage.database, values | {"statements": statements}
    )  # fmt: skip


def one_badge(stage: Stage) -> Iterator[Figure]:
    """One badge read fifty times at the same moment: one is admitted, the others are told when and where."""
    answers = [_fifty(stage, token) for token in stage.crowd.badges[-3:]]
    admitted, told, elapsed = max(answers)
    values = {"admitted": admitted, "told": told, "elapsed_s": elapsed}
    yield Figure("one_badge", "50 at once", stage.database, values)


def _fifty(stage: Stage, token: str) -> tuple[int, int, float]:
    gate = "main"
    asks = [scan_ask(stage, [token], gate, f"d{number}") for number in range(50)]
    load = stage.drive([[ask.raw] for ask in asks], clients=50, seconds=60, marker=ADMITTED)
    # the fifty scans asked again answer as they stand, so whoever was not admitted is told
    told = stage.drive([[ask.raw] for ask in asks], clients=50, seconds=60, marker=TOLD)
    return load.marked, told.marked, load.elapsed


def _clients(count: int) -> str:
    return f"{count} client{'s' if count > 1 else ''}"
