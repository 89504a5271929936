"""Export then import: the same programme again, in each format, from the real files and from one made by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.programme.exports.common import track_of
from congress.programme.feeds import export
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.read import read_programme
from congress.programme.models import SessionSpeaker
from congress.programme.published import draft_plan
from congress.programme.queries import congress_by_slug, session_by_key, speakers_of
from tests.factories.programme import make_congress, make_forum, make_room, make_session, make_speaker
from tests.programme.test_importing_programmes import NOW, load, path_of, schedules

SCHEMAS = Path(__file__).parents[1] / "data" / "schedules"
FORMATS = ("xml", "json", "ics", "xlsx")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def congresses(app: Flask) -> Iterator[None]:
    with unit_of_work() as session:
        make_forum(session, make_congress(session), "opening")
        make_forum(session, make_congress(session, slug="2037"), "opening")
    with app.test_request_context("/"):
        yield


def export_to(path: Path, kind: str, slug: str = "2036") -> Path:
    with reading() as session:
        plan = draft_plan(session, congress_by_slug(session, slug))
    path.write_bytes(export(plan, kind))
    return path


def faults(file: Path, kind: str) -> list[str]:
    """What the format's own schema has to say."""
    if kind == "xml":
        schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "schedule.xml.xsd")))
        schema.validate(etree.parse(str(file)))
        return [str(one) for one in schema.error_log]
    if kind == "json":
        rules = json.loads((SCHEMAS / "schema.json").read_text("utf-8"))
        checker = Draft6Validator(rules, format_checker=FormatChecker())
        return [one.message for one in checker.iter_errors(json.loads(file.read_bytes()))]
    return []


def load_into(slug: str, path: Path) -> ProgrammeReport:
    report = ProgrammeReport()
    found = read_programme(path, report, zone=None, ours=SHANGHAI)
    with unit_of_work() as session:
        return import_programme(session, congress_by_slug(session, slug), found, report, by=SYSTEM, now=NOW)


def programme_of(slug: str) -> list[tuple[Any, ...]]:
    """Everything that a reader sees of each session."""
    with reading() as session:
        plan = draft_plan(session, congress_by_slug(session, slug))
    return sorted(
        (
            item.zh, item.starts_at, item.ends_at, plan.room[item.room].name if item.room else "", track_of(plan, item),
            item.kind, item.abstract, sorted(plan.speaker[one].name for one in item.people),
            sorted(plan.speaker[one].name for one in item.hosts),
        )
        for item in plan.items
    )  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", schedules(), ids=lambda name: Path(name).name)
def test_what_was_imported_and_exported_is_the_same_elsewhere_and_no_news_here(
    name: str, kind: str, tmp_path: Path
) -> None:
    load(path_of(name, tmp_path))
    file = export_to(tmp_path / f"export.{kind}", kind)
    assert faults(file, kind) == []
    before = programme_of("2036")
    here = load_into("2036", file)
    assert (here.created, here.changed, here.unchanged) == (0, 0, len(before))
    assert programme_of("2036") == before
    there = load_into("2037", file)
    assert there.created == len(before) > 0
    assert programme_of("2037") == before


@pytest.fixture
def by_hand() -> None:
    """Hosts, two languages, a forum of a track, a shared name, text that looks like markup, the small hours."""
    with unit_of_work() as session:
        congress = congress_by_slug(session, "2036")
        hall = make_room(session, congress, "示例厅", name_en="Hall")
        people = [make_speaker(session, congress, name) for name in ("示例甲", 'Smith, "Jo"', "示例乙、示例丙")]
        forum = make_forum(session, congress, "pitch", track_id=1)
        make_forum(session, congress_by_slug(session, "2037"), "pitch")
        panel = make_session(
            session, congress, "panel", room_id=hall.id, forum_id=forum.id, kind="panel", speakers=people,
            abstract="<p>一</p><ul><li>二 &lt;b&gt;</li></ul>", abstract_en="One",
        )  # fmt: skip
        make_session(
            session, congress, "night", hour=16.5, title_zh='示例 <b> & "夜"', abstract="1 < 2 & 3", label="夜"
        )
        session.flush()
        for link in session.query(SessionSpeaker).filter_by(session_id=panel.id, speaker_id=people[0].id):
            link.role = "host"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_programme_made_by_hand_comes_back_unchanged(
    by_hand: None, app: Flask, kind: str, language: str, tmp_path: Path
) -> None:
    before = programme_of("2036")
    with app.test_request_context(f"/?lang={language}"):
        file = export_to(tmp_path / f"export.{kind}", kind)
    report = load_into("2036", file)
    assert (report.created, report.changed) == (0, 0), report.problems
    assert programme_of("2036") == before


@pytest.mark.parametrize("kind", FORMATS)
def test_another_congress_gets_the_same_programme_with_those_who_lead(by_hand: None, kind: str, tmp_path: Path) -> None:
    file = export_to(tmp_path / f"export.{kind}", kind)
    assert faults(file, kind) == []
    before = programme_of("2036")
    assert ["示例甲"] in [hosts for *_facts, hosts in before]
    load_into("2037", file)
    assert programme_of("2037") == before


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["json", "ics", "xlsx"])
def test_both_languages_come_along_whichever_the_file_is_in(
    by_hand: None, app: Flask, kind: str, language: str, tmp_path: Path
) -> None:
    with unit_of_work() as session:
        congress = congress_by_slug(session, "2036")
        for number, one in enumerate(speakers_of(session, congress.id)[:2]):
            one.name_en = f"Speaker, {number}"
        panel = session_by_key(session, congress.id, "panel")
        panel.title_en, panel.abstract_en = "A panel", "<p>One &amp; <b>two</b></p>"
    with app.test_request_context(f"/?lang={language}"):
        file = export_to(tmp_path / f"export.{kind}", kind)
    assert faults(file, kind) == []
    before = bilingual("2036")
    assert load_into("2036", file).changed == 0
    assert bilingual("2036") == before
    load_into("2037", file)
    assert bilingual("2037") == before


def bilingual(slug: str) -> list[tuple[Any, ...]]:
    with reading() as session:
        plan = draft_plan(session, congress_by_slug(session, slug))
    rooms = {item.id: plan.room.get(item.room or 0) for item in plan.items}
    return sorted(
        (
            item.zh, item.en, item.abstract, item.abstract_en,
            *((room.name, room.name_en) if (room := rooms[item.id]) else ("", "")),
            sorted((plan.speaker[one].name, plan.speaker[one].name_en) for one in item.people),
        )
        for item in plan.items
    )  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_rooms_that_are_called_the_same_in_one_language_lose_no_session(
    by_hand: None, app: Flask, kind: str, tmp_path: Path
) -> None:
    with unit_of_work() as session:
        congress = congress_by_slug(session, "2036")
        for name in ("东一厅", "东二厅"):
            room = make_room(session, congress, name, name_en="East Hall")
            make_session(session, congress, name, hour=5, room_id=room.id)
    with app.test_request_context("/?lang=en"):
        file = export_to(tmp_path / f"export.{kind}", kind)
    assert faults(file, kind) == []
    report = load_into("2037", file)
    assert report.created == len(programme_of("2036"))


@pytest.mark.one_database
def test_a_link_makes_nobody_a_host_who_is_no_person_of_the_session(by_hand: None, tmp_path: Path) -> None:
    file = export_to(tmp_path / "export.xml", "xml")
    file.write_bytes(file.read_bytes().replace("示例甲</link>".encode(), "示例路人</link>".encode()))
    load_into("2037", file)
    assert {name for *_facts, people, _hosts in programme_of("2037") for name in people} == {
        "示例甲", 'Smith, "Jo"', "示例乙、示例丙",
    }  # fmt: skip
    assert not any(hosts for *_facts, hosts in programme_of("2037"))
