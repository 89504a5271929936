"""The rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from congress.admin.acts import ACT_NAMES, OBJECT_NAMES
from congress.admin.facts import FACT_NAMES
from congress.foundation.db import db
from congress.foundation.upgrade import upgrade_database
from congress.settings import ROOT

LONGEST_FILE = 400
SLICES = sorted(
    path.name for path in (ROOT / "congress").iterdir() if (path / "__init__.py").exists() and path.name != "foundation"
)


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    assert silent == ["static"]


def test_one_place_commits() -> None:
    places = [name for name, code in sources("congress") for _ in re.findall(r"\.commit\(", code)]
    assert places == ["congress/foundation/db.py"]


def test_questions_to_the_database_stand_in_queries() -> None:
    elsewhere = [
        name
        for name, code in sources(*(f"congress/{slice_}" for slice_ in SLICES))
        if re.search(r"(?<![\w.])select\(", code) and not name.endswith("queries.py")
    ]
    assert elsewhere == []


def test_every_job_that_is_sent_exists(app: Flask) -> None:
    tasks = app.extensions["celery"].tasks
    sent = {
        name for _file, code in sources("congress") for name in re.findall(r'after_commit\(\s*\w+, "([\w.]+)"', code)
    }
    assert sent
    assert {name for name in sent if name not in tasks} == set()


def test_the_audit_trail_has_words_for_each_act_object_and_detail() -> None:
    acts, kinds, facts = set(), set(), set()
    for _name, code in sources("congress"):
        for call in ast.walk(ast.parse(code)) if "record(" in code else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                acts |= {one.value for one in call.args[2:3] if isinstance(one, ast.Constant)}
                kinds |= {one.value for one in call.args[3:4] if isinstance(one, ast.Constant)}
                facts |= {one.arg for one in call.keywords if one.arg} - {"now"}
    assert acts
    assert acts - ACT_NAMES.keys() == set()
    assert kinds - OBJECT_NAMES.keys() == set()
    assert facts - FACT_NAMES.keys() == set()


def test_every_template_is_used_and_stands_in_its_slices_folder() -> None:
    folder = ROOT / "templates"
    everything = " ".join(code for _name, code in sources("congress"))
    everything += " ".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert [name for name in names if f'"{name}"' not in everything] == []
    assert {name.split("/")[0] for name in names} <= {*SLICES, "layout", "components"}


def test_there_is_one_migration_head() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert len(scripts.get_heads()) == 1


def test_migrations_make_the_tables_of_the_models(app: Flask) -> None:
    with db.engine.begin() as connection:
        names = ", ".join(table.name for table in db.metadata.sorted_tables)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"DROP TABLE {names} CASCADE"))
        else:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(text(f"DROP TABLE {table.name}"))
    upgrade_database()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = [one for one in compare_metadata(context, db.metadata) if "alembic_version" not in str(one)]
        assert found == []
        triggers = _guards(connection)
    assert {"ledger_entries", "audit_entries", "scans", "verifications", "help_steps", "money_entries"} <= triggers


def _guards(connection: object) -> set[str]:
    """The tables that the database itself keeps from being changed."""
    if connection.dialect.name == "sqlite":  # type: ignore[attr-defined]
        rows = connection.execute(text("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"))  # type: ignore[attr-defined]
    else:
        rows = connection.execute(  # type: ignore[attr-defined]
            text("SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal")
        )
    return {row[0] for row in rows}


@pytest.mark.parametrize("slice_", [name for name in SLICES if (ROOT / "congress" / name / "states.py").exists()])
def test_every_state_stands_in_its_table(slice_: str) -> None:
    module = import_module(f"congress.{slice_}.states")
    enums = {enum for _name, enum in getmembers(module, isclass) if issubclass(enum, StrEnum) and enum is not StrEnum}
    for name, table in vars(module).items():
        if not name.endswith("TRANSITIONS"):
            continue
        kind = type(next(iter(table)))
        assert kind in enums
        assert set(table) == set(kind), f"{name} leaves out a state"
        assert {target for targets in table.values() for target in targets} <= set(kind)


def test_no_file_is_longer_than_it_should_be() -> None:
    long = {
        name: code.count("\n")
        for name, code in sources("congress", "tests", "bench", "deploy", "tools")
        if code.count("\n") > LONGEST_FILE
    }
    assert long == {}


def test_every_slice_tells_its_story() -> None:
    for slice_ in SLICES:
        story = (ROOT / "congress" / slice_ / "__init__.py").read_text(encoding="utf-8")
        assert story.startswith('"""'), slice_
        assert len(story.splitlines()) <= 14, slice_
        assert "import" not in re.sub(r'""".*?"""', "", story, flags=re.DOTALL), slice_


def test_an_exception_from_a_rule_says_why() -> None:
    bare = [
        (name, line)
        for name, code in sources("congress", "tests", "deploy", "bench")
        for line in code.splitlines()
        if re.search(r"# noqa(?!: [A-Z0-9, ]+ -- \w)|# type: ignore\[[\w-]+\](?!  # \w)", line)
        and not name.startswith("tests/")
    ]
    assert bare == []


def test_nothing_in_the_tree_points_to_a_machine() -> None:
    pattern = re.compile(r"/(?:work|root|home)/\w+|pypi\.org|registry\.npmjs")
    guilty = [name for name, code in sources("congress", "deploy", "bench", "tools") if pattern.search(code)]
    assert guilty == []


def test_the_public_pages_ask_nothing_of_the_world(app: Flask) -> None:
    for path in Path(app.template_folder or "").rglob("*.html"):
        assert not re.search(r'(?:src|href)="https?://', path.read_text(encoding="utf-8")), path
