"""Programmes stored: every session of a file once, clashes counted as by brute force, the second time nothing new."""

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.foundation.tables import ImportRefused
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.parsed import ParsedSession
from congress.programme.imports.read import read_programme
from congress.programme.queries import congress_by_slug, sessions_of
from tests.factories.programme import make_congress, make_forum
from tests.programme.dialects import CALENDAR, FRAB, LOOSE, PENTABARF, SECOND_EDITION, TABLE

HERE = Path(__file__).parent.parent / "data" / "schedules"
OWN = {
    "old.xml": PENTABARF, "new.xml": FRAB, "loose.xml": LOOSE, "second.json": SECOND_EDITION,
    "calendar.ics": CALENDAR, "table.csv": TABLE,
}  # fmt: skip
BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2036, 1, 1, tzinfo=UTC)


def schedules() -> list[str]:
    """Our own dialects, the files beside them, and whatever lies in the folder that the environment names."""
    folders = [HERE, *(Path(name) for name in [os.environ.get("CONGRESS_SCHEDULES", "")] if name)]
    real = [str(path) for folder in folders for path in sorted(folder.iterdir()) if path.suffix in {".xml", ".ics"}]
    real += [str(p) for folder in folders for p in sorted(folder.glob("*.json")) if '"days"' in p.read_text("utf-8")]
    return [*OWN, *(path for path in real if not path.endswith("schema.json"))]


def path_of(name: str, tmp_path: Path) -> Path:
    if name not in OWN:
        return Path(name)
    path = tmp_path / name
    path.write_text(OWN[name], encoding="utf-8")
    return path


def count_independently(path: Path) -> int:
    """Sessions as a text search finds them: no parser of ours."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".xml":
        return len(re.findall(r"<event[ >]", text))
    if path.suffix == ".ics":
        return text.count("BEGIN:VEVENT") - text.count("STATUS:CANCELLED")
    if path.suffix == ".csv":
        return len(text.strip().splitlines()) - 1
    schedule = json.loads(text)["schedule"]
    rooms = [day.get("rooms") or {} for day in schedule["conference"]["days"]]
    return sum(len(events) for room in rooms for events in room.values()) + len(schedule.get("events", []))


def load(path: Path, zone: ZoneInfo | None = BRUSSELS) -> tuple[ProgrammeReport, list[ParsedSession]]:
    report = ProgrammeReport()
    found = read_programme(path, report, zone=zone, ours=BRUSSELS)
    with unit_of_work() as session:
        import_programme(session, congress_by_slug(session, "2036"), found, report, by=SYSTEM, now=NOW)
    return report, found


def clash(a: ParsedSession, b: ParsedSession) -> bool:
    return a.starts_at < b.ends_at and b.starts_at < a.ends_at


def by_brute_force(found: Sequence[ParsedSession]) -> tuple[int, int]:
    pairs = [(a, b) for a, b in combinations(found, 2) if clash(a, b)]
    return (
        sum(1 for a, b in pairs if a.room and a.room == b.room),
        sum(1 for a, b in pairs if {*a.hosts, *a.speakers} & {*b.hosts, *b.speakers}),
    )


@pytest.fixture(autouse=True)
def congress(app: Flask) -> None:
    with unit_of_work() as session:
        make_forum(session, make_congress(session), "opening")


@pytest.mark.parametrize("name", schedules(), ids=lambda name: Path(name).name)
def test_a_file_is_stored_whole_and_the_second_time_changes_nothing(name: str, tmp_path: Path) -> None:
    path = path_of(name, tmp_path)
    report, found = load(path)
    assert report.created == count_independently(path) > 0
    assert (report.room_clashes, report.speaker_clashes) == by_brute_force(found)
    with reading() as session:
        stored = sessions_of(session, congress_by_slug(session, "2036").id)
        assert sorted((one.title_zh, one.starts_at, one.ends_at) for one in stored) == sorted(
            (one.title, one.starts_at, one.ends_at) for one in found
        )
        before = [(one.id, one.key, {speaker.name for speaker in one.speakers}) for one in stored]
    again, _found = load(path)
    assert (again.created, again.changed, again.unchanged) == (0, 0, report.created)
    with reading() as session:
        stored = sessions_of(session, congress_by_slug(session, "2036").id)
        assert [(one.id, one.key, {speaker.name for speaker in one.speakers}) for one in stored] == before


def test_clashes_of_the_new_dialect_are_known(tmp_path: Path) -> None:
    report, _found = load(path_of("new.xml", tmp_path))
    # in Ada the first runs into the second; 甲 speaks in two rooms at once, and so does 乙, each in another pair
    assert report.as_json()["clashes"] == {"room": 1, "speaker": 2}


def test_a_changed_time_is_a_change_of_the_same_session(tmp_path: Path) -> None:
    load(path_of("old.xml", tmp_path))
    path = tmp_path / "later.xml"
    path.write_text(PENTABARF.replace("<start>14:40", "<start>15:40"), encoding="utf-8")
    report, _found = load(path)
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)


def test_ids_of_two_conferences_do_not_meet(tmp_path: Path) -> None:
    load(path_of("old.xml", tmp_path))
    path = tmp_path / "other.xml"
    path.write_text(PENTABARF.replace("示例会议 2011", "示例会议 2012"), encoding="utf-8")
    assert load(path)[0].created == 2


def test_one_fault_keeps_everything_out(tmp_path: Path) -> None:
    path = tmp_path / "faulty.xml"
    path.write_text(PENTABARF.replace("<title>夜谈</title>", ""), encoding="utf-8")
    with pytest.raises(ImportRefused) as refusal:
        load(path)
    assert refusal.value.report.as_json()["created"] == 0
    with reading() as session:
        assert sessions_of(session, congress_by_slug(session, "2036").id) == []


def test_a_table_puts_sessions_into_forums_and_an_unknown_one_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "forums.csv"
    path.write_text("title,start,duration,forum\n示例,2036-11-20 09:00,30,opening\n", encoding="utf-8")
    load(path)
    with reading() as session:
        [stored] = sessions_of(session, congress_by_slug(session, "2036").id)
        assert stored.forum is not None
    path.write_text("title,start,duration,forum\n示例,2036-11-20 09:00,30,nowhere\n", encoding="utf-8")
    with pytest.raises(ImportRefused):
        load(path)


def test_nine_hundred_sessions_are_served_whole(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [f"{n},议程{n},2036-11-2{n % 3} {8 + n % 10:02d}:00,45,厅{n % 40},示例讲者{n % 300}" for n in range(900)]
    path.write_text("\n".join(["id,title,start,duration,room,speakers", *rows]), encoding="utf-8")
    load(path)
    titles: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/congresses/2036/sessions?limit=200{cursor}").json
        titles += [item["title"]["zh"] for item in answer["items"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert sorted(titles) == sorted(f"议程{n}" for n in range(900))
    pages = "".join(client.get(f"/programme?by=list&page={number}").get_data(as_text=True) for number in range(1, 5))
    assert set(re.findall(r"议程\d+", pages)) == {f"议程{n}" for n in range(900)}


@pytest.mark.one_database
def test_whoever_leads_one_session_and_speaks_in_another_meanwhile_clashes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "标题,开始,结束,主持人,嘉宾\n"
        "圆桌,2036-11-20 09:00,2036-11-20 10:00,示例讲者甲,\n"
        "报告,2036-11-20 09:30,2036-11-20 10:30,,示例讲者甲\n",
        encoding="utf-8",
    )
    report, _found = load(path)
    assert (report.room_clashes, report.speaker_clashes) == (0, 1)
