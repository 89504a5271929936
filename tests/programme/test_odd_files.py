"""Files that are not as they should be: each is read with its oddity named, or refused in words; none is a crash."""

import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from congress.foundation.errors import DomainError
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import ParsedSession, keys_of
from congress.programme.imports.read import MOST_SESSIONS, read_programme

pytestmark = pytest.mark.one_database
SHANGHAI = ZoneInfo("Asia/Shanghai")
IDS = 'id="7" guid="6f9619ff-8b86-4011-b42d-00c04fc964ff"'
WHEN = "<date>2036-11-20T09:00:00+08:00</date>"
EVENT = (
    f"<event {IDS}>{WHEN}<start>09:00</start><duration>01:00</duration><room>甲</room><title>示例</title>"
    "<persons><person>示例讲者</person></persons></event>"
)


def xml(event: str = EVENT, *, zone: str = "") -> str:
    about = f"<conference><acronym>abcd</acronym><time_zone_name>{zone}</time_zone_name></conference>"
    return f'<schedule>{about}<day date="2036-11-20"><room name="甲">{event}</room></day></schedule>'


def xml_with(old: str, new: str) -> str:
    return xml(EVENT.replace(old, new))


def as_json(**changes: object) -> str:
    event = {
        "id": 7, "guid": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "date": "2036-11-20T09:00:00+08:00",
        "start": "09:00", "duration": "01:00", "room": "甲", "title": "示例", "persons": [{"name": "示例讲者"}],
    }  # fmt: skip
    day = {"date": "2036-11-20", "rooms": {"甲": [event | changes]}}
    return json.dumps({"schedule": {"conference": {"acronym": "abcd", "days": [day]}}})


def ics(old: str = "", new: str = "", *, more: str = "") -> str:
    event = "BEGIN:VEVENT\nUID:7\nDTSTART:20361120T010000Z\nDTEND:20361120T020000Z\nSUMMARY:示例\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event.replace(old, new) if old else event}{more}END:VCALENDAR\n"


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


def read(tmp_path: Path, content: str | bytes) -> tuple[list[ParsedSession], ImportReport]:
    path, report = tmp_path / "programme", ImportReport()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_programme(path, report, zone=None, ours=SHANGHAI), report


@pytest.mark.parametrize(
    ("content", "starts", "minutes"),
    [
        (b"\xef\xbb\xbf" + xml().encode(), "2036-11-20 09:00", 60),
        (xml().encode("utf-16"), "2036-11-20 09:00", 60),
        (as_json().encode("utf-16"), "2036-11-20 09:00", 60),
        (ics().encode("utf-16"), "2036-11-20 09:00", 60),
        (b"\xef\xbb\xbf" + ics().encode(), "2036-11-20 09:00", 60),
        ("title,start,duration\n示例,2036-11-20 09:00,60\n".encode("utf-16"), "2036-11-20 09:00", 60),
        ("title;start;duration\n示例;2036-11-20 09:00;60\n", "2036-11-20 09:00", 60),
        ("title\tstart\tduration\n示例\t2036-11-20 09:00\t60\n", "2036-11-20 09:00", 60),
        (xml().replace("<schedule>", '<schedule xmlns="urn:example:schedule">'), "2036-11-20 09:00", 60),
        (xml_with("示例</title>", "<![CDATA[示例]]></title>"), "2036-11-20 09:00", 60),
        (xml_with("01:00</duration>", "PT1H30M</duration>"), "2036-11-20 09:00", 90),
        (xml_with("01:00</duration>", "1:02:30:00</duration>"), "2036-11-20 09:00", 26 * 60 + 30),
        (xml_with("01:00</duration>", "45</duration>"), "2036-11-20 09:00", 45),
        (xml_with("+08:00</date>", "Z</date>"), "2036-11-20 17:00", 60),
        (xml_with("T09:00:00+08:00", " 09:00:00 +0100"), "2036-11-20 16:00", 60),
        (xml_with("09:00:00+08:00", "09:00:00.123456789-05:00"), "2036-11-20 22:00", 60),
        (xml_with(WHEN, "").replace("09:00</start>", "9:00 PM</start>"), "2036-11-20 21:00", 60),
        (xml_with(WHEN, "").replace("09:00</start>", "24:30</start>"), "2036-11-21 00:30", 60),
        (xml_with("01:00</duration>", "120:00</duration>"), "2036-11-20 09:00", 120 * 60),
        (xml_with("01:00</duration>", "90 min</duration>"), "2036-11-20 09:00", 90),
        (xml_with("示例</title>", "<b>示</b>例</title>"), "2036-11-20 09:00", 60),
        ("\n \n<?xml version='1.0'?>" + xml(), "2036-11-20 09:00", 60),
        (b"<?xml version='1.0' encoding='GBK'?>" + xml().encode("gbk"), "2036-11-20 09:00", 60),
        (xml_with(WHEN, "").replace('<day date="2036-11-20">', "<day>")
         .replace("<conference>", "<conference><start>2036-11-20</start>"), "2036-11-20 09:00", 60),
        (xml_with(WHEN, "").replace("09:00</start>", "2036-11-20T09:00:00+08:00</start>"), "2036-11-20 09:00", 60),
        (xml().replace('<day date="2036-11-20"><room name="甲">', "").replace("</room></day>", ""),
         "2036-11-20 09:00", 60),
        (as_json(duration=45.0), "2036-11-20 09:00", 45),
        (as_json().replace('{"\\u7532": [', '[{"name": "甲", "events": [').replace("]}}]}}}", "]}]}]}}}"),
         "2036-11-20 09:00", 60),
        (as_json().replace('"days": [', '"days": [{"date": "2036-11-19", "rooms": null}, {"date": "2036-11-18"}, '),
         "2036-11-20 09:00", 60),
        (as_json(persons=[{"full_public_name": "示例讲者"}]), "2036-11-20 09:00", 60),
        (as_json(title={"en": "Example", "zh-hans": "示例"}), "2036-11-20 09:00", 60),
        (as_json(persons="示例讲者"), "2036-11-20 09:00", 60),
        (as_json(persons=7), "2036-11-20 09:00", 60),
        ("标题,日期,开始,结束\n示例,2036-11-20,下午2:00,下午3:30\n", "2036-11-20 14:00", 90),
        ("标题,日期,开始,结束\n示例,2036-11-20,12:30 AM,中午12:00\n", "2036-11-20 00:30", 690),
        ("标题,日期,开始,结束\n示例,2036-11-20,23:00,24:00\n", "2036-11-20 23:00", 60),
        ("标题,开始,时长\n示例,2036-11-20 09:00,1小时30分钟\n", "2036-11-20 09:00", 90),
        ("标题,日期,时间\n示例,2036年11月20日,09:00—10:30\n", "2036-11-20 09:00", 90),
    ],
)  # fmt: skip
def test_it_is_read_as_it_was_meant(tmp_path: Path, content: str | bytes, starts: str, minutes: int) -> None:
    [found], report = read(tmp_path, content)
    assert report.problems == []
    assert (found.title, f"{found.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}") == ("示例", starts)
    assert (found.ends_at - found.starts_at).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    ("content", "item", "says"),
    [
        (xml_with(IDS, ""), "event ?, 示例", "known by its title"),
        (xml(EVENT * 2), "event 7, 示例", "has the same id"),
        (ics(more=ics().partition("PRODID:x\n")[2].replace("END:VCALENDAR\n", "")), "event 7, 示例", "the same id"),
        (ics("UID:7\n", ""), "示例", "known by its title"),
        (xml(zone="../../etc/passwd"), "../../etc/passwd", "no such time zone"),
        (ics("DTSTART:20361120T010000Z", "DTSTART;TZID=Nowhere/Else:20361120T010000"), "event 7, 示例", "Nowhere/Else"),
        (ics("SUMMARY:", "RRULE:FREQ=DAILY\nSUMMARY:"), "event 7, 示例", "only its first"),
        (ics().encode("gb18030"), "programme", "GB 18030"),
        (ics().replace("示例", "é").encode("latin-1"), "programme", "Latin-1"),
        (xml_with("示例</title>", "示\u202e例</title>"), "event 7, 示例", "nobody can see"),
        (xml_with("示例</title>", f"{'示' * 500}</title>"), f"event 7, {'示' * 400}", "400 characters was cut"),
        (as_json(title="示\ud800例"), "event 7, 示例", "nobody can see"),
        (xml_with("示例</title>", "示例&nbsp;&eacute;</title>"), "XML", "as HTML does"),
        (xml_with("示例</title>", "示例&#x0b;</title>"), "XML", "nobody can see"),
        (xml().encode("gbk"), "XML", "GB 18030"),
        (as_json().encode().decode("unicode_escape").encode("gb18030"), "programme", "GB 18030"),
    ],
    ids=range(16),
)
def test_an_oddity_is_named_by_its_item(tmp_path: Path, content: str | bytes, item: str, says: str) -> None:
    found, report = read(tmp_path, content)
    assert found
    assert len(set(keys_of(found))) == len(found)
    assert {problem.level for problem in report.problems} == {"note"}
    assert any(problem.item == item and says in problem.message for problem in report.problems), report.problems


@pytest.mark.parametrize(
    "content",
    [
        xml_with("01:00</duration>", "-01:00</duration>"),
        xml_with("01:00</duration>", "999999:00</duration>"),
        xml_with("<duration>01:00</duration>", ""),
        xml_with("+08:00</date>", "+99:00</date>"),
        xml_with("2036-11-20T", "0001-01-01T"),
        xml_with(WHEN, "<date>Thu, 20 Nov 2036 09:00</date>").replace("<start>09:00</start>", ""),
        as_json(duration={}),
        as_json(duration=-60),
        as_json(date=2078910000, start=None),
        as_json(title=[]),
        ics("DTEND:20361120T020000Z", "DTEND:20361120T000000Z"),
        ics("DTEND:20361120T020000Z", "DURATION:-PT1H"),
        ics("DTSTART:20361120T010000Z", "DTSTART:20369920T010000Z"),
        "title,start,duration\n示例,2036-11-20 09:00,-60\n",
        "title,start,duration\n示例,11/20/2036 09:00,60\n",
        "title,start\n示例,2036-11-20 09:00\n",
    ],
    ids=range(16),
)
def test_what_cannot_be_guessed_is_an_error_of_its_item(tmp_path: Path, content: str) -> None:
    found, report = read(tmp_path, content)
    assert found == []
    [problem] = [one for one in report.problems if one.level == "error"]
    assert problem.item.startswith(("event 7", "row 2"))
    assert problem.message.startswith("Its") or problem.message == "It has no title."


@pytest.mark.parametrize("text", ["🎉 👨‍👩‍👧 示例", "مرحبا بالعالم", "שלום", "𬱟䶮㛃", "e\u0301té"])
def test_titles_of_any_script_are_kept(tmp_path: Path, text: str) -> None:
    import unicodedata

    for content in (xml_with("示例</title>", f"{text}</title>"), as_json(title=text), ics("示例", text)):
        assert read(tmp_path, content)[0][0].title == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "content",
    [
        xml().encode("utf-16-be"),
        xml().encode().replace("示例".encode(), b"\xff"),
        xml()[:150],
        "<schedule>" + "<day>" * 9999,
        as_json().replace('"rooms"', '"halls"'),
        as_json(id=0).replace(": 0", ": " + "9" * 5000),
        '{"a":' * 50_000,
        ics()[:90],
        b"%PDF-1.7 \xe7\xa4",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        bytes(range(256)) * 8,
        "   \n",
    ],
    ids=range(12),
)
def test_what_is_no_programme_is_refused_in_words(tmp_path: Path, content: str | bytes) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(DomainError) as refusal:
        read(tmp_path, raw)
    assert len(str(refusal.value)) > 10


def test_more_items_than_any_programme_has_are_refused(tmp_path: Path) -> None:
    rows = "示例,2036-11-20 09:00,60\n" * (MOST_SESSIONS + 1)
    with pytest.raises(DomainError, match="20000"):
        read(tmp_path, f"title,start,duration\n{rows}")
