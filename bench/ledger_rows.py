"""The boards and the check of the chain, over a ledger of a hundred thousand entries."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.asks import Ask
from bench.crowd import SLUG
from bench.figures import Figure
from bench.stage import Stage
from congress.credit.actions import compute_board, rebuild_totals, verify_ledger
from congress.credit.chain import Link, entry_hash
from congress.credit.models import LedgerEntry
from congress.credit.queries import lock_head
from congress.credit.rules import period_of_day, rule_set
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.ids import new_id
from congress.foundation.pages import zone
from congress.programme.queries import congress_by_slug

AT_ONCE = 2000
SEED = 2026


def board(stage: Stage) -> Iterator[Figure]:
    """Every board of the rules from what is kept, in this process, and the first one asked over HTTP; what is kept
    computed anew.
    """
    entries = _fill(stage)
    with stage.inside(), unit_of_work() as session:
        began = time.perf_counter()
        rebuild_totals(session, congress_by_slug(session, SLUG))
        rebuilt = time.perf_counter() - began
    commits = stage.commits_per_second(1)
    with stage.inside(), reading() as session:
        congress, times = congress_by_slug(session, SLUG), []
        for one in rule_set().boards:
            began = time.perf_counter()
            compute_board(session, congress, one.slug, as_of=datetime.now(UTC), period=None, zone=zone())
            times.append((time.perf_counter() - began) * 1000)
    ordered = sorted(times)
    values = {
        "p50_ms": ordered[len(ordered) // 2], "worst_ms": ordered[-1], "boards": len(ordered), "entries": entries,
        "commits_per_second": commits, "elapsed_s": rebuilt,
    }  # fmt: skip
    yield Figure("board", f"{entries} entries", stage.database, values)
    ask = Ask("GET", f"/api/v1/congresses/{SLUG}/boards/{rule_set().boards[0].slug}", headers=stage.crowd.bearer)
    load = stage.drive([[ask.raw]] * 7, clients=1, seconds=120)
    values = {
        "p50_ms": load.percentile_ms(50), "worst_ms": load.percentile_ms(100), "kilobytes": load.size / 1024,
        "failed": load.count - load.statuses[200], "statements": stage.statements_of([ask]), "entries": entries,
    }  # fmt: skip
    yield Figure("board", "by the API", stage.database, values)


def ledger_verify(stage: Stage) -> Iterator[Figure]:
    """The whole chain read and computed again."""
    entries = _fill(stage)
    commits = stage.commits_per_second(1)
    with stage.inside(), reading() as session:
        congress = congress_by_slug(session, SLUG)
        began, spent = time.perf_counter(), time.process_time()
        findings = verify_ledger(session, congress)
        elapsed, spent = time.perf_counter() - began, time.process_time() - spent
    # whatever else the machine does: one core checks entries / cpu_s in a second
    values = {
        "per_second": entries / elapsed, "elapsed_s": elapsed, "cpu_s": spent, "failed": len(findings),
        "commits_per_second": commits,
    }  # fmt: skip
    yield Figure("ledger_verify", f"{entries} entries", stage.database, values)


def _fill(stage: Stage) -> int:
    """Let the ledger have as many entries as are asked for, in a chain that holds; answers how many it has."""
    with stage.inside(), unit_of_work() as session:
        congress = congress_by_slug(session, SLUG)
        head = lock_head(session, congress.id)
        if head is None:
            raise LookupError("The demo has written no ledger.")
        links = _links(congress.slug, head.count, head.hash, max(0, stage.size.entries - head.count))
        while rows := [_row(congress.id, link, digest) for link, digest in islice(links, AT_ONCE)]:
            session.execute(insert(LedgerEntry), rows)
            head.count, head.hash = rows[-1]["seq"], rows[-1]["hash"]
        _refresh_figures(session)
        return int(head.count)


def _refresh_figures(session: Session) -> None:
    """What PostgreSQL's autovacuum would have done by itself in a minute."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE ledger_entries")


def _links(congress: str, count: int, previous: str, more: int) -> Iterator[tuple[Link, str]]:
    """Entries of every board's kind and measure, spread over two hundred entities of each kind."""
    chance, boards, now = random.Random(SEED), rule_set().boards, datetime.now(UTC)
    period = period_of_day(local_day(now, zone()), rule_set())
    for seq in range(count + 1, count + more + 1):
        one = chance.choice(boards)
        link = Link(
            congress=congress, seq=seq, milestone=new_id(), intention=new_id(), entity_kind=one.entity_kind,
            entity_code=f"HN-BENCH-{chance.randint(1, 200)}", measure=one.measure, rule_version=rule_set().version,
            amount_fen=chance.randint(1, 10**10), count=chance.randint(0, 3), share=1_000_000, period=period,
            recorded_at=now, reverses=None, evidence=("a" * 64,), previous_hash=previous,
        )  # fmt: skip
        previous = entry_hash(link)
        yield link, previous


def _row(congress_id: int, link: Link, digest: str) -> dict[str, Any]:
    told = {name: value for name, value in vars(link).items() if name != "congress"}
    return told | {"congress_id": congress_id, "evidence": list(link.evidence), "hash": digest}
