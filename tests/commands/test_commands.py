"""The command line: help for everything, one JSON document, exit codes 0, 1 and 2, and no traceback ever."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from congress import cli
from congress.settings import ROOT
from tests.programme.dialects import PENTABARF
from tests.world import World

COMMANDS = [
    "db upgrade", "demo load", "school import", "division import", "programme import", "roster import", "user create",
    "token create", "ledger verify", "ledger checkpoint", "ledger export", "ledger recount",
    "board verify", "bounces",
]  # fmt: skip
GROUPS = sorted({command.split()[0] for command in COMMANDS})


class Machine:
    """Where commands are run as an operator does, but in this process and on the test's database."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["congress", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(typed))
            patch.setattr(cli, "build_app", lambda **_how: self.app)
            try:
                cli.main()
            except SystemExit as left:
                code = left.code or 0
        assert isinstance(code, int)
        return code, out.getvalue(), err.getvalue()

    def ask(self, *arguments: str, code: int = 0, typed: str = "") -> Any:
        """Run with `--json`; standard output is exactly one document."""
        found, out, err = self.run(*arguments, "--json", typed=typed)
        assert found == code, (out, err)
        return json.loads(out)

    def file(self, name: str, content: str) -> str:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


@pytest.fixture
def machine(world: World, tmp_path: Path) -> Machine:
    return Machine(world.app, tmp_path)


def alone(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, with nothing in its environment."""
    bare = {"PATH": os.environ["PATH"], "CONGRESS_INSTANCE": str(folder / "instance"), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "congress", *arguments], cwd=ROOT, env=bare | environment, capture_output=True,
        text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["", *GROUPS, *COMMANDS])
def test_every_command_explains_itself(command: str) -> None:
    done = CliRunner().invoke(cli.cli, [*command.split(), "--help"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Usage:" in done.stdout
    if command in COMMANDS:
        assert "--json" in done.stdout


def test_every_command_stands_in_this_list() -> None:
    found = {
        f"{name} {inner}".strip()
        for name, command in cli.cli.commands.items()
        for inner in getattr(command, "commands", [""])
    }
    assert found == set(COMMANDS)


@pytest.mark.one_database
def test_a_new_place_is_made_ready_by_two_commands(backend: str, tmp_path: Path) -> None:
    assert alone(tmp_path, "--help").returncode == 0
    upgraded = alone(tmp_path, "db", "upgrade", "--json")
    assert (upgraded.returncode, set(json.loads(upgraded.stdout))) == (0, {"revision"})
    loaded = alone(tmp_path, "demo", "load", "--registrations", "3", "--json")
    assert loaded.returncode == 0
    assert {"role", "email", "password"} <= set(json.loads(loaded.stdout)["logins"][0])
    assert json.loads(alone(tmp_path, "ledger", "verify", "--json").stdout)["findings"] == []
    again = alone(tmp_path, "demo", "load", "--json")
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    wrong = alone(tmp_path, "db", "upgrade", "--json", DATABASE_URL="nonsense")
    assert (wrong.returncode, "DATABASE_URL" in json.loads(wrong.stdout)["error"]) == (2, True)


def test_commands_say_what_they_did(machine: Machine) -> None:
    school = machine.file("schools.csv", "school_code,name,kind\nHN-X1,示例新大学,高校\n")
    assert machine.ask("school", "import", school)["created"] == 1
    assert machine.ask("school", "import", school)["unchanged"] == 1
    division = machine.file("divisions.csv", "code,name,level\n999900,示例新市,prefecture\n")
    assert machine.ask("division", "import", division)["created"] == 1
    user = machine.ask(
        "user", "create", "school@example.test", "--role", "school", "--school", "HN-X1", typed="a long password\n"
    )
    assert (user["role"], user["scope"]) == ("school", "HN-X1")
    assert len(machine.ask("token", "create", "--user", "school@example.test")["token"]) > 20
    _code, printed, _err = machine.run("token", "create", "--user", "school@example.test")
    assert len(printed.split()) == 1
    assert machine.ask("ledger", "verify")["findings"] == []
    assert machine.ask("ledger", "recount") == {"entries": machine.ask("ledger", "verify")["entries"]}
    checkpoint = machine.file("checkpoint.json", json.dumps(machine.ask("ledger", "checkpoint")))
    assert machine.ask("ledger", "verify", "--checkpoint", checkpoint, "--congress", "2036")["findings"] == []


def test_a_programme_and_a_roster_are_imported_once(machine: Machine) -> None:
    programme = machine.file("programme.xml", PENTABARF)
    report = machine.ask("programme", "import", programme, "--time-zone", "Europe/Brussels", "--congress", "2036")
    assert report == {"created": 2, "changed": 0, "unchanged": 0, "problems": [], "clashes": {"room": 0, "speaker": 0}}
    # the clock of Changsha is another moment: the same sessions, moved
    assert machine.ask("programme", "import", programme)["changed"] == 2
    roster = machine.file("roster.csv", "来宾,单位,桌号\n示例嘉宾甲,示例单位,3\n")
    mapped = ("roster", "import", roster, "--map", "来宾=name", "--map", "单位=organisation")
    assert machine.ask(*mapped, "--dry-run")["created"] == 1
    assert machine.ask(*mapped)["created"] == 1
    assert machine.ask(*mapped)["unchanged"] == 1
    _code, told, _err = machine.run(*mapped)
    assert told.startswith("created 0, changed 0, unchanged 1")
    assert "note: row 1, column 桌号" in told


def test_a_finding_is_one_and_its_report_has_the_shape_of_every_import(machine: Machine) -> None:
    faulty = machine.file("faulty.xml", PENTABARF.replace("<title>夜谈</title>", ""))
    report = machine.ask("programme", "import", faulty, code=1)
    assert (report["created"], report["clashes"]) == (0, {"room": 0, "speaker": 0})
    assert [problem["level"] for problem in report["problems"]] == ["error"]
    report = machine.ask("roster", "import", machine.file("faulty.csv", "姓名,手机\n示例,1\n"), code=1)
    assert [problem["item"] for problem in report["problems"]] == ["row 2, column 手机"]
    for command in ("school", "division", "programme", "roster"):
        report = machine.ask(command, "import", machine.file("empty", ""), code=1)
        assert {"created", "changed", "unchanged", "problems"} <= set(report), command
    assert machine.ask("board", "verify", machine.file("board.json", "{}"), code=1)["valid"] is False
    assert machine.ask("ledger", "verify", "--congress", "1999", code=2)
    assert machine.ask("token", "create", "--user", "nobody@example.test", code=2)
    assert machine.ask("user", "create", "school@example.test", "--role", "viewer", typed="a long password\n", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["db"],
        ["db", "nonsense"],
        ["db", "upgrade", "--nonsense"],
        ["demo", "load", "--registrations", "-1"],
        ["school", "import"],
        ["school", "import", "/nowhere/at/all"],
        ["programme", "import", "LICENSE", "--time-zone", "Mars/Olympus"],
        ["programme", "import", "LICENSE", "--time-zone", "../etc/passwd"],
        ["roster", "import", "LICENSE", "--map", "nonsense"],
        ["roster", "import", "LICENSE", "--map", "A=nonsense"],
        ["roster", "import", "LICENSE", "--map", "A=name", "--map", "B=name"],
        ["user", "create", "nonsense", "--role", "viewer"],
        ["user", "create", "a@example.test", "--role", "king"],
        ["user", "create", "a@example.test", "--role", "viewer"],
        ["ledger", "verify", "--checkpoint", "/nowhere/at/all"],
        ["board", "verify", "/nowhere/at/all"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_two_and_one_line_says_why(machine: Machine, arguments: list[str]) -> None:
    assert machine.ask(*arguments, code=2)["error"]
