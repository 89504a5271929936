"""A sealed line is opened by its own entity, all lines by the audit, and anybody can check either."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.credit.checked import TOOLS, checked
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY

Bring = Callable[..., dict[str, Any]]


@pytest.fixture
def sealed(office: Office, announced: Bring) -> dict[str, Any]:
    """A released board with two lines of different totals, and its public file."""
    shares = [{"code": UNIVERSITY, "share": 700_000}, {"code": OTHER_UNIVERSITY, "share": 300_000}]
    intention = office.signed(schools=shares)
    for amount in (101, 55):
        office.accept(office.milestone(intention["id"], amount=amount)["id"])
    shown = announced()
    return {"id": shown["id"], "file": json.loads(office.client.get(shown["file"]).data)}


def opening(office: Office, who: str, board: dict[str, Any], code: str, status: int = 200) -> Any:
    return office.ask(who, "GET", f"/api/v1/publications/{board['id']}/openings/{code}", status=status)


def test_a_school_opens_its_own_line_and_no_other(office: Office, app: Flask, sealed: dict[str, Any]) -> None:
    opened = opening(office, "school", sealed, UNIVERSITY)
    assert opened["total"] == sum(entry["amount_fen"] for entry in opened["entries"])
    report = checked(sealed["file"], opened)
    assert report.findings == []
    assert any("sum of its 2 entries" in line for line in report.proven)
    assert any("1 of 2 lines are open" in line for line in report.proven)
    opening(office, "school", sealed, OTHER_UNIVERSITY, 404)
    opening(office, "division", sealed, UNIVERSITY, 404)
    opening(office, "auditor", sealed, HIGH_SCHOOL, 404)
    office.ask("school", "GET", f"{C}/openings", status=403)


def test_the_desk_shows_the_own_figure_after_release_and_nobody_elses(
    office: Office, app: Flask, sealed: dict[str, Any]
) -> None:
    desk = signed_in(app, "school@congress.test").get("/school/").get_data(as_text=True)
    assert "已发布榜单中的情况" in desk
    assert "前三分之一" in desk
    assert f"/console/publications/{sealed['id']}/openings/{UNIVERSITY}.json" in desk
    assert OTHER_UNIVERSITY not in desk


def test_the_audit_opens_all_lines_and_the_order_follows_from_them(office: Office, sealed: dict[str, Any]) -> None:
    bundle = office.ask("auditor", "GET", f"{C}/openings", status=200)
    report = checked(sealed["file"], bundle)
    assert report.findings == []
    assert any("the order and its places follow" in line for line in report.proven)


def mutate_total(one: dict[str, Any]) -> None:
    one["total"] += 1


def mutate_salt(one: dict[str, Any]) -> None:
    one["salt"] = one["salt"][::-1]


def mutate_entity(one: dict[str, Any]) -> None:
    one["entity"]["code"] = OTHER_UNIVERSITY


def mutate_amount(one: dict[str, Any]) -> None:
    one["entries"][0]["amount_fen"] += 1


def drop_entry(one: dict[str, Any]) -> None:
    one["entries"].pop()


def double_entry(one: dict[str, Any]) -> None:
    one["entries"].append(one["entries"][0])


def mutate_publication(one: dict[str, Any]) -> None:
    one["publication"] = "another"


def mutate_format(one: dict[str, Any]) -> None:
    one["format"] = "something"


def drop_salt(one: dict[str, Any]) -> None:
    del one["salt"]


@pytest.mark.parametrize(
    "act",
    [
        mutate_total, mutate_salt, mutate_entity, mutate_amount, drop_entry, double_entry, mutate_publication,
        mutate_format, drop_salt,
    ],
)  # fmt: skip
def test_an_opening_that_was_tampered_with_is_found(
    office: Office, sealed: dict[str, Any], act: Callable[[dict[str, Any]], None]
) -> None:
    opened = copy.deepcopy(opening(office, "school", sealed, UNIVERSITY))
    act(opened)
    report = checked(sealed["file"], opened)
    assert report.findings
    assert report.proven == []


def test_a_bundle_whose_signature_does_not_fit_is_found(office: Office, sealed: dict[str, Any]) -> None:
    bundle = office.ask("auditor", "GET", f"{C}/openings", status=200)
    bundle["openings"].pop()
    assert checked(sealed["file"], bundle).findings


def test_the_command_checks_a_file_with_an_opening(
    office: Office, app: Flask, sealed: dict[str, Any], tmp_path: Path
) -> None:
    file, opened = tmp_path / "board.json", tmp_path / "opening.json"
    file.write_text(json.dumps(sealed["file"]), encoding="utf-8")
    own = opening(office, "school", sealed, UNIVERSITY)
    opened.write_text(json.dumps(own), encoding="utf-8")
    from congress.cli import cli

    run = app.test_cli_runner()
    good = run.invoke(cli, ["board", "verify", str(file), "--opening", str(opened), "--json"])
    assert good.exit_code == 0, good.output
    assert json.loads(good.output)["valid"]
    assert script(file, opened, sealed["file"]["public_key"]) == 0
    assert script(file, opened, "A" * 43 + "=") == 1
    opened.write_text(json.dumps(own | {"total": 1}), encoding="utf-8")
    assert script(file, opened) == 1
    bad = run.invoke(cli, ["board", "verify", str(file), "--opening", str(opened), "--json"])
    assert bad.exit_code == 1
    opened.write_text("[]", encoding="utf-8")
    assert run.invoke(cli, ["board", "verify", str(file), "--opening", str(opened)]).exit_code == 1
    assert script(file, opened) == 1
    assert script(file, tmp_path / "nowhere") == 2


def script(file: Path, opened: Path, key: str | None = None) -> int:
    """What somebody gets who has the script and not the product."""
    command = [sys.executable, "-I", str(TOOLS / "verify_board.py"), str(file), "--opening", str(opened)]
    return subprocess.run([*command, *(["--key", key] if key else [])], check=False, capture_output=True).returncode
