"""The verifier that shares no line with the product finds every tampering, once somebody kept a checkpoint."""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from congress.credit.chain import EXPORT_FORMAT, NOTHING, Head, Link, as_row, entry_hash, make_checkpoint, public_text
from tests.credit.checked import TOOLS, tool
from tests.factories.office import Office

SCRIPT = TOOLS / "verify_ledger.py"
TRIES = int(os.environ.get("TAMPERINGS", "400"))  # `TAMPERINGS=10000` for the long run
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
Row = dict[str, Any]


verifier = tool("verify_ledger")


def ledger(count: int, chance: random.Random) -> list[Row]:
    """A chain that holds."""
    rows, previous = [], NOTHING
    for seq in range(1, count + 1):
        link = Link(
            congress="2036", seq=seq, milestone=f"m{chance.randint(1, 9)}", intention=f"i{chance.randint(1, 9)}",
            entity_kind=chance.choice(["university", "county"]), entity_code=f"HN-T-{chance.randint(1, 9)}",
            measure="investment", amount_fen=chance.randint(-10**9, 10**11), count=chance.randint(0, 9),
            share=chance.randint(1, 10**6), rule_version="2024-1", period=2036,
            recorded_at=datetime(2036, 1, 1, 0, 0, seq % 60, seq, UTC), reverses=None if seq % 7 else seq - 1,
            evidence=tuple("ab"[: seq % 3]), previous_hash=previous,
        )  # fmt: skip
        previous = entry_hash(link)
        rows.append(as_row(link, previous))
    return rows


def head_of(rows: list[Row]) -> Row:
    return {
        "format": EXPORT_FORMAT, "congress": "2036", "count": len(rows),
        "hash": rows[-1]["hash"] if rows else NOTHING, "exported_at": "", "public_key": public_text(KEY.public_key()),
    }  # fmt: skip


def as_lines(rows: list[Row], head: Row | None = None) -> list[str]:
    return [json.dumps(one) for one in [head or head_of(rows), *rows]]


def rechained(rows: list[Row]) -> list[Row]:
    """What somebody with the whole database does: every hash computed anew."""
    previous, made = NOTHING, []
    for seq, row in enumerate(rows, start=1):
        changed = row | {"seq": seq, "previous_hash": previous}
        previous = verifier.hash_of(changed)
        made.append(changed | {"hash": previous})
    return made


def change_field(rows: list[Row], chance: random.Random) -> None:
    row = chance.choice(rows)
    name = chance.choice(sorted(row))
    value = row[name]
    if isinstance(value, int):
        row[name] = value + chance.choice([-1, 1, 10**6])
    elif isinstance(value, list):
        row[name] = [*value, "c"]
    else:
        row[name] = 1 if value is None else f"{value}0"


def remove(rows: list[Row], chance: random.Random) -> None:
    rows.pop(chance.randrange(len(rows)))


def swap(rows: list[Row], chance: random.Random) -> None:
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


def insert(rows: list[Row], chance: random.Random) -> None:
    rows.insert(chance.randint(0, len(rows)), dict(chance.choice(rows)))


def cut_off(rows: list[Row], chance: random.Random) -> None:
    del rows[chance.randint(0, len(rows) - 1) :]


ACTS = [change_field, remove, swap, insert, cut_off]


def test_every_tampering_is_found_with_a_checkpoint_and_rewritten_chains_with_nothing_else() -> None:
    chance = random.Random(7)
    missed: list[tuple[str, bool]] = []
    unseen_without = 0
    for number in range(TRIES):
        rows = ledger(chance.randint(2, 12), chance)
        checkpoint = make_checkpoint("2036", Head(len(rows), rows[-1]["hash"]), datetime.now(UTC), KEY)
        before = as_lines(rows)
        assert verifier.verify(before, checkpoint) == []
        act, rewritten = ACTS[number % len(ACTS)], number % 2 == 0
        act(rows, chance)
        if rewritten:
            try:
                rows = rechained(rows)
            except TypeError:
                continue
        lines = as_lines(rows)
        # what only stands behind the checkpoint is what a ledger is for
        if lines[1 : len(before)] == before[1:]:
            continue
        unseen_without += not verifier.verify(lines)
        if not verifier.verify(lines, checkpoint):
            missed.append((act.__name__, rewritten))
    assert missed == []
    # without a checkpoint a chain written anew passes: that is why checkpoints are handed out
    assert unseen_without > 0


def test_the_product_finds_the_same_as_the_stand_alone_verifier() -> None:
    from congress.credit.chain import from_row, verify_chain

    chance = random.Random(11)
    for number in range(100):
        rows = ledger(6, chance)
        head = head_of(rows)
        ACTS[number % len(ACTS)](rows, chance)
        try:
            product = bool(verify_chain([from_row(row) for row in rows], Head(head["count"], head["hash"])))
        except (TypeError, ValueError):
            continue
        assert bool(verifier.verify(as_lines(rows, head))) == product


@pytest.mark.parametrize("line", ["", "[]", "{}", "nonsense", '{"format": "congress-ledger-1"}\n{"seq": 1}'])
def test_what_is_no_ledger_is_said_to_be_none(line: str) -> None:
    assert verifier.verify(line.splitlines())


def test_a_checkpoint_by_another_key_or_of_another_congress_is_refused() -> None:
    rows = ledger(3, random.Random(1))
    head = Head(3, rows[-1]["hash"])
    other = make_checkpoint("2036", head, datetime.now(UTC), Ed25519PrivateKey.generate())
    key = public_text(KEY.public_key())
    assert verifier.verify(as_lines(rows), other) == []
    assert verifier.verify(as_lines(rows), other, key)
    assert verifier.verify(as_lines(rows), make_checkpoint("2035", head, datetime.now(UTC), KEY), key)
    edited = make_checkpoint("2036", head, datetime.now(UTC), KEY) | {"count": 2}
    assert verifier.verify(as_lines(rows), edited, key)


def test_what_the_product_exports_is_verified_by_the_script_alone(office: Office, app: Flask, tmp_path: Path) -> None:
    from congress.cli import cli

    intention = office.signed()
    for _ in range(2):
        office.accept(office.milestone(intention["id"])["id"])
    file, kept = tmp_path / "ledger.jsonl", tmp_path / "checkpoint.json"
    run = app.test_cli_runner()
    exported = run.invoke(cli, ["ledger", "export", str(file), "--json"])
    assert exported.exit_code == 0, exported.output
    assert json.loads(exported.output)["entries"] == 10
    kept.write_text(run.invoke(cli, ["ledger", "checkpoint", "--json"]).output, encoding="utf-8")
    key = json.loads(kept.read_text(encoding="utf-8"))["public_key"]
    text = file.read_text(encoding="utf-8")
    for personal in ("示例校友甲", "验资报告", "organiser"):
        assert personal not in text

    def script(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(SCRIPT), str(file), *more]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)

    assert script().returncode == 0
    good = script("--checkpoint", str(kept), "--key", key)
    assert (good.returncode, "ones of the checkpoint" in good.stdout) == (0, True)
    file.write_text(text.replace('"amount_fen": 5000001', '"amount_fen": 5000002', 1), encoding="utf-8")
    assert script("--checkpoint", str(kept)).returncode == 1
    assert script("--checkpoint", str(tmp_path / "nowhere")).returncode == 2
