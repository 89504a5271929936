"""What an earlier import brought and the file no longer holds: told, withdrawn by choice, back when it is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.read import read_programme
from congress.programme.published import draft_plan
from congress.programme.queries import congress_by_slug
from tests.factories.programme import make_congress, make_session
from tests.programme.dialects import CALENDAR, PENTABARF
from tests.programme.test_importing_programmes import BRUSSELS, NOW

NIGHT = PENTABARF[PENTABARF.rindex("<event ") : PENTABARF.rindex("</event>") + len("</event>")]
SHORTER = PENTABARF.replace(NIGHT, "")


@pytest.fixture(autouse=True)
def congress(app: Flask) -> Iterator[None]:
    with unit_of_work() as session:
        make_session(session, make_congress(session), "by-hand")
    with app.test_request_context("/?lang=en"):
        yield


def load(tmp_path: Path, text: str, *, withdraw: bool = False) -> ProgrammeReport:
    path = tmp_path / "programme"
    path.write_text(text, encoding="utf-8")
    report = ProgrammeReport()
    found = read_programme(path, report, zone=BRUSSELS, ours=BRUSSELS)
    with unit_of_work() as session:
        congress = congress_by_slug(session, "2036")
        return import_programme(session, congress, found, report, by=SYSTEM, now=NOW, withdraw=withdraw)


def public_titles() -> set[str]:
    with reading() as session:
        plan = draft_plan(session, congress_by_slug(session, "2036"), released_only=True)
    return {item.zh for item in plan.items}


def test_what_has_vanished_is_told_by_name_and_stays(tmp_path: Path) -> None:
    load(tmp_path, PENTABARF)
    before = public_titles()
    report = load(tmp_path, SHORTER)
    assert [(problem.level, problem.item) for problem in report.problems] == [("note", "夜谈")]
    assert report.as_json()["vanished"] == 1
    assert report.as_json()["withdrawn"] == 0
    assert public_titles() == before


def test_by_choice_it_is_withdrawn_once_and_comes_back_with_the_file(tmp_path: Path) -> None:
    load(tmp_path, PENTABARF)
    before = public_titles()
    assert load(tmp_path, SHORTER, withdraw=True).as_json()["withdrawn"] == 1
    assert before - public_titles() == {"夜谈"}
    again = load(tmp_path, SHORTER, withdraw=True)
    assert ("vanished" in again.as_json(), again.changed, again.created) == (False, 0, 0)
    back = load(tmp_path, PENTABARF)
    assert (back.changed, back.created) == (1, 0)
    assert public_titles() == before


def test_another_programme_and_what_was_made_by_hand_have_not_vanished(tmp_path: Path) -> None:
    load(tmp_path, PENTABARF)
    report = load(tmp_path, CALENDAR, withdraw=True)
    assert report.vanished == []
    assert {"议程by-hand", "夜谈"} <= public_titles()
