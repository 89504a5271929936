"""`make bench` answers in JSON lines that name the row, the database and how far others are."""

import json
import subprocess
import sys

import pytest

from bench.__main__ import ROWS
from bench.figures import Figure, against, peers
from congress.settings import ROOT


@pytest.mark.one_database
def test_a_quick_run_of_one_row_prints_one_json_object_a_line_and_nothing_else() -> None:
    command = [sys.executable, "-m", "bench", "--quick", "--rows", "scans", "--databases", "sqlite"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["row"], line["variant"]) for line in lines] == [
        ("scans", "1 client"), ("scans", "8 clients"), ("scans", "32 clients"),
    ]  # fmt: skip
    for line in lines:
        assert line["database"] == "sqlite"
        assert line["failed"] == 0
        # a first admission each, or something else was measured than is said
        assert line["admitted_first"] == line["requests"] > 0
        assert line["statements"] <= 3
        assert 0 < line["p50_ms"] <= line["p95_ms"] <= line["p99_ms"]
        assert line["commits_per_second"] > 0
        assert line["against"][0]["must"].keys() == {"value", "times", "reached"}
    assert "figures in" in done.stderr


def test_a_row_that_nobody_knows_is_refused_by_name() -> None:
    command = [sys.executable, "-m", "bench", "--rows", "scans,flights"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "there is no flights" in done.stderr
    assert done.stdout == ""


def test_every_figure_of_others_belongs_to_a_row() -> None:
    assert {peer["row"] for peer in peers()} <= set(ROWS)
    assert {peer["better"] for peer in peers()} == {"higher", "lower", "exact"}


def test_a_comparison_says_how_many_times_better_and_whether_the_aim_is_reached() -> None:
    [rate, slowest] = against(Figure("scans", "8 clients", "sqlite", {"per_second": 600.0, "p99_ms": 50.0}))
    assert rate["indico"] == {"value": 57, "times": 10.53}
    assert (rate["must"]["reached"], rate["aim"]["reached"]) == (True, False)
    assert slowest["pretix"] == {"value": 389, "times": 7.78}
    [exact] = against(Figure("one_badge", "50 at once", "sqlite", {"admitted": 2}))
    assert exact["must"]["reached"] is False
