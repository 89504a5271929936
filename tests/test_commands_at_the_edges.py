"""Commands asked wrongly: one line, exit 2, and never the 1 that means a finding."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from congress import cli
from congress.accounts.queries import user_by_address
from congress.foundation.db import reading, unit_of_work
from congress.settings import ROOT
from tests.factories.programme import make_congress


class Command:
    """`python -m congress …` inside the test's own app."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(cli, "build_app", lambda **_asked: app)
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["congress", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            cli.main()
        except SystemExit as left:
            code = int(left.code or 0)
        else:
            code = 0
        told = self._capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def command(app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    with unit_of_work() as session:
        make_congress(session)
    return Command(app, monkeypatch, capsys)


def test_a_congress_that_is_not_there_is_wrong_use_and_no_finding(command: Command) -> None:
    for asked in (["ledger", "verify"], ["ledger", "checkpoint"]):
        assert command(*asked, "--congress", "1999") == (2, "", "There is no such congress.\n")
    assert command("ledger", "verify")[0] == 0


def test_a_user_may_hold_several_business_roles(command: Command) -> None:
    asked = ["user", "create", "two@example.test", "--role", "organiser", "--role", "verifier", "--json"]
    code, told, _said = command(*asked, typed="示例 correct horse\n")
    assert (code, [one["role"] for one in json.loads(told)["roles"]]) == (0, ["organiser", "verifier"])
    with reading() as session:
        user = user_by_address(session, "two@example.test")
        assert user is not None
        assert {grant.role for grant in user.grants} == {"organiser", "verifier"}


def test_an_administrator_role_is_held_alone(command: Command) -> None:
    asked = ["user", "create", "two@example.test", "--role", "auditor", "--role", "verifier"]
    code, told, said = command(*asked, typed="示例 correct horse\n")
    assert (code, told) == (1, "")
    assert said.count("\n") == 1
    with reading() as session:
        assert user_by_address(session, "two@example.test") is None


def test_a_scope_that_no_call_asks_for_is_refused(command: Command) -> None:
    command("user", "create", "one@example.test", "--role", "organiser", typed="示例 correct horse\n")
    code, told, said = command("token", "create", "--user", "one@example.test", "--scope", "everything")
    assert (code, told) == (2, "")
    assert "'checkin:write'" in said
    code, told, _said = command("token", "create", "--user", "one@example.test", "--scope", "checkin:write")
    assert (code, len(told.split())) == (0, 1)


def test_a_database_without_tables_is_told_how_it_gets_them(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    asked = subprocess.run(
        [sys.executable, "-m", "congress", "ledger", "verify"],
        cwd=ROOT, env=environment | {"CONGRESS_INSTANCE": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 2, asked.stderr
    assert "db upgrade" in asked.stderr
    assert asked.stdout == ""
