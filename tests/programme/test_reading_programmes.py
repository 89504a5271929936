"""Each format by itself: what a file says is what is read, in the right zone, and nothing in it is trusted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from congress.foundation.errors import DomainError
from congress.foundation.i18n import in_language
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import ParsedSession, keys_of
from congress.programme.imports.read import read_programme
from tests.programme.dialects import CALENDAR, FRAB, LOOSE, PENTABARF, SECOND_EDITION, TABLE

pytestmark = pytest.mark.one_database
SHANGHAI, BRUSSELS = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    """Messages are in a language, and so need the app."""
    with in_language("en"):
        yield


def read(tmp_path: Path, text: str | bytes, zone: ZoneInfo | None = None) -> tuple[list[ParsedSession], ImportReport]:
    path = tmp_path / "programme"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = ImportReport()
    return read_programme(path, report, zone=zone, ours=SHANGHAI), report


def test_the_old_xml_dialect_has_times_of_the_zone_that_is_named(tmp_path: Path) -> None:
    found, report = read(tmp_path, PENTABARF, BRUSSELS)
    assert report.problems == []
    first, night = found
    assert (first.title, first.room, first.label) == ("消息 & 线程", "甲厅", "闪电演讲")
    assert first.starts_at == datetime(2011, 2, 5, 13, 40, tzinfo=UTC)
    assert first.ends_at - first.starts_at == timedelta(minutes=15)
    assert night.speakers == ("示例讲者甲", "示例讲者乙")


def test_what_begins_before_the_change_of_day_belongs_to_the_next_date(tmp_path: Path) -> None:
    night = read(tmp_path, PENTABARF, BRUSSELS)[0][1]
    assert night.starts_at.astimezone(BRUSSELS) == datetime(2011, 2, 6, 0, 30, tzinfo=BRUSSELS)
    assert night.ends_at - night.starts_at == timedelta(hours=1)


def test_without_a_named_zone_naive_times_are_those_of_the_congress(tmp_path: Path) -> None:
    assert read(tmp_path, PENTABARF)[0][0].starts_at == datetime(2011, 2, 5, 6, 40, tzinfo=UTC)


def test_an_offset_in_the_file_wins_over_the_zone_that_is_named(tmp_path: Path) -> None:
    found, _report = read(tmp_path, FRAB, SHANGHAI)
    assert found[0].starts_at == datetime(2019, 12, 27, 22, 30, tzinfo=UTC)
    assert found[0].ends_at == datetime(2019, 12, 28, 0, 0, tzinfo=UTC)


def test_an_event_without_a_room_of_its_own_is_in_the_room_around_it(tmp_path: Path) -> None:
    assert read(tmp_path, FRAB)[0][3].room == "Borg"


def test_markup_in_an_abstract_is_reduced_to_what_is_safe(tmp_path: Path) -> None:
    text = read(tmp_path, PENTABARF)[0][0].abstract
    assert "<b>很常见</b>" in text
    assert "链接" in text
    for danger in ("script", "alert", "onclick", "javascript", "img", "passwd"):
        assert danger not in text


def test_an_abstract_without_markup_stays_as_it_is(tmp_path: Path) -> None:
    text = PENTABARF.replace("&lt;p&gt;多核", "1 &lt; 2 和多核").replace("&lt;b&gt;很常见&lt;/b&gt;", "很常见")
    plain = text[: text.index("&lt;script")] + text[text.index("</abstract>") :]
    assert read(tmp_path, plain)[0][0].abstract.startswith("1 &lt; 2 和多核 很常见。\n\n<p>")
    without = plain[: plain.index("<description>")] + plain[plain.index("</description>") + len("</description>") :]
    assert read(tmp_path, without)[0][0].abstract.startswith("1 < 2 和多核 很常见。")


def test_the_second_edition_of_schedule_json_is_read_with_its_rooms_tracks_and_languages(tmp_path: Path) -> None:
    found, report = read(tmp_path, SECOND_EDITION)
    assert report.problems == []
    opening, night = found
    assert (opening.title, opening.room, opening.label) == ("R&D 开幕", "示例厅", "示例专题")
    assert opening.starts_at == datetime(2036, 11, 20, 2, 30, tzinfo=UTC)
    assert (opening.ends_at - opening.starts_at, opening.speakers) == (timedelta(minutes=30), ("示例讲者甲",))
    assert (night.title, night.title_en, night.abstract, night.abstract_en) == ("夜谈", "Night talk", "很晚", "Late")
    assert (night.room, night.label) == ("", "夜")


def test_what_stands_loosely_in_a_file_is_not_lost(tmp_path: Path) -> None:
    found, report = read(tmp_path, LOOSE)
    assert report.problems == []
    opening, stray = found
    assert (opening.title, opening.ends_at - opening.starts_at) == ("R&D 开幕", timedelta(minutes=90))
    assert opening.abstract == "1 &lt; 2 <p>欢迎 <b>回家</b></p>"
    assert opening.speakers == ("示例讲者甲", "示例讲者乙")
    assert (stray.title, stray.starts_at) == ("不在任何一天", datetime(2036, 11, 21, 1, 0, tzinfo=UTC))


BOMB = """<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<schedule><day date="2036-11-20"><event id="1"><start>09:00</start><duration>01:00</duration>
<title>&d;</title></event></day></schedule>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/hostname">'),
        "<schedule><day>",
        "<html><body/></html>",
        "<" * 100_000,
        "<a>" * 100_000,
        '{"schedule": 1}',
        '{"days": [1]}',
        '{"days": [{"rooms": {"a": [2]}}]}',
        '{"days": [{"rooms": 5}]}',
        "[" * 100_000,
        '{"schedule":',
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense\r\n",
        "a,b\n1,2\n",
        "",
        b"PK\x03\x04 not a workbook",
        b"\xff\xff\xff\x00",
    ],
    ids=lambda text: str(text[:40]),
)
def test_what_is_no_programme_is_refused_in_words(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        read(tmp_path, text)
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<title>夜谈</title>", "<title> </title>", "event 2: It has no title."),
        ("00:30</start>", "soon</start>", "event 2, 夜谈: Its start cannot be read."),
        ("01:00:00</duration>", "-1</duration>", "event 2, 夜谈: Its duration cannot be read."),
        ("01:00:00</duration>", "999999999</duration>", "event 2, 夜谈: Its duration cannot be read."),
    ],
)
def test_a_fault_names_its_event(tmp_path: Path, old: str, new: str, says: str) -> None:
    _found, report = read(tmp_path, PENTABARF.replace(old, new))
    assert [f"{problem.item}: {problem.message}" for problem in report.problems] == [says]
    assert report.failed


def test_every_event_of_a_calendar_is_kept_though_they_share_ids(tmp_path: Path) -> None:
    found, report = read(tmp_path, CALENDAR)
    assert [one.title for one in found] == ["闭幕, 合影", "取证", "取证", "取证", "整天"]
    assert len(set(keys_of(found))) == 5
    # four share an id, and one was called off
    assert [problem.level for problem in report.problems] == ["note"] * 5
    assert found[1].starts_at == datetime(2024, 9, 15, 11, 0, tzinfo=UTC)
    assert found[1].ends_at - found[1].starts_at == timedelta(minutes=30)
    assert found[0].speakers == ("示例讲者 甲",)
    assert found[4].ends_at - found[4].starts_at == timedelta(days=1)


def test_a_floating_time_of_a_calendar_is_of_the_zone_that_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, CALENDAR, BRUSSELS)[0][2].starts_at == datetime(2024, 9, 16, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "xlsx"])
def test_a_table_is_read_as_offices_write_it(tmp_path: Path, encoding: str) -> None:
    found, report = read(tmp_path, _workbook() if encoding == "xlsx" else TABLE.lstrip("\ufeff").encode(encoding))
    assert [(problem.level, problem.item) for problem in report.problems] == [("note", "row 1, column 备注")]
    opening, night, tea = found
    assert (opening.title, opening.title_en, opening.room) == ("开幕式", "Opening", "一号厅")
    assert opening.speakers == ("示例讲者甲", "示例讲者乙")
    assert opening.abstract == "欢迎 <回家>"
    assert opening.starts_at == datetime(2036, 11, 20, 1, 0, tzinfo=UTC)
    assert night.ends_at == datetime(2036, 11, 20, 16, 30, tzinfo=UTC)
    assert (tea.starts_at, tea.ends_at) == (
        datetime(2036, 11, 21, 2, 0, tzinfo=UTC), datetime(2036, 11, 21, 2, 20, tzinfo=UTC)
    )  # fmt: skip


def _workbook() -> bytes:
    """The same rows, with dates and times as cells of their own kind."""
    import csv
    import io
    from datetime import date, time

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = list(csv.reader(io.StringIO(TABLE.lstrip("\ufeff"))))
    sheet.append(rows[0])
    sheet.append([1, *rows[1][1:3], date(2036, 11, 20), time(9), time(10, 30), *rows[1][6:]])
    sheet.append([2, *rows[2][1:3], datetime(2036, 11, 20), "23:30", time(0, 30), *rows[2][6:]])  # noqa: DTZ001
    sheet.append(rows[3])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
