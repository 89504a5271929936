"""Schedules in the dialects that real conferences have published, with invented content."""

PENTABARF = """<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference>
    <title>示例会议 2011</title><start>2011-02-05</start><end>2011-02-06</end>
    <day_change>09:00:00</day_change><timeslot_duration>00:05:00</timeslot_duration>
  </conference>
  <day index="1" date="2011-02-05">
    <event id="0">
      <start>14:40</start><duration>00:15</duration><room>甲厅</room><title>消息 &amp; 线程</title>
      <track>闪电演讲</track>
      <abstract>&#xA;&lt;p&gt;多核 &lt;b&gt;很常见&lt;/b&gt;。&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</abstract>
      <description>&lt;p onclick="x()"&gt;
        &lt;a href="javascript:x()"&gt;链接&lt;/a&gt;&lt;img src="/etc/passwd"&gt;&lt;/p&gt;</description>
      <persons><person id="1">示例讲者甲</person></persons>
    </event>
    <event id="2">
      <start>00:30</start><duration>01:00:00</duration><room>甲厅</room><title>夜谈</title>
      <persons><person id="1">示例讲者甲</person><person id="2">示例讲者乙</person></persons>
    </event>
  </day>
</schedule>
"""

FRAB = """<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <version>1.0</version>
  <conference><acronym>vex</acronym><title>Example</title></conference>
  <day index="1" date="2019-12-27" start="2019-12-27T11:00:00+01:00" end="2019-12-28T04:00:00+01:00">
    <room name="Ada">
      <event id="1" guid="6a32cb72-a69d-423c-91b5-60d88eb8e6c7">
        <date>2019-12-27T23:30:00+01:00</date><start>23:30</start><duration>01:30</duration><room>Ada</room>
        <title>Past midnight</title><persons><person id="1">示例讲者甲</person></persons>
      </event>
      <event id="2" guid="6A32CB72-a69d-423c-91b5-60d88eb8e6c7">
        <date>2019-12-28T00:45:00+01:00</date><start>00:45</start><duration>00:30</duration><room>Ada</room>
        <title>The same guid again</title><persons><person id="1">示例讲者乙</person></persons>
      </event>
      <event id="3" guid="0aa0d6ab-9a3a-4c0b-a3a8-b5a1f7a0f001">
        <date>2019-12-28T01:15:00+01:00</date><start>01:15</start><duration>00:00</duration><room>Ada</room>
        <title>No time at all</title><persons/>
      </event>
    </room>
    <room name="Borg">
      <event id="4" guid="0aa0d6ab-9a3a-4c0b-a3a8-b5a1f7a0f002">
        <date>2019-12-28T00:00:00+01:00</date><start>00:00</start><duration>02:00</duration>
        <title>In the room around it</title>
        <persons><person id="1">示例讲者甲</person><person id="9">示例讲者乙</person></persons>
      </event>
    </room>
  </day>
</schedule>
"""

# the second edition of schedule JSON: events beside the days, rooms and tracks by reference, no dates of their own
SECOND_EDITION = """{
  "$schema": "https://c3voc.de/schedule/schema2.json",
  "schedule": {
    "version": "2036-11-01",
    "conference": {
      "acronym": "vex", "title": "示例会议", "time_zone_name": "Asia/Shanghai",
      "tracks": [{"slug": "show", "name": "示例专题"}],
      "rooms": [{"name": "示例厅", "slug": "hall"}],
      "days": [{"index": 1, "date": "2036-11-20", "start": "2036-11-20T06:00:00+08:00"}]
    },
    "events": [
      {"guid": "270fa44c-821a-577f-8ca3-33e8d4a8c2a7", "type": "other", "start": "2036-11-20T10:30:00+08:00",
       "end": "2036-11-20T11:00:00+08:00", "room": {"slug": "hall", "name": "示例厅"}, "title": "R&amp;D 开幕",
       "track": {"slug": "show"}, "abstract": "<p>欢迎</p>",
       "participants": [{"name": "示例讲者甲", "role": "speaker"}]},
      {"guid": "b1740c2f-0c44-5f1b-89ed-456a9eecf0b8", "type": "talk", "start": "2036-11-21T00:15:00+08:00",
       "end": "2036-11-21T00:55:00+08:00", "room": null, "title": {"en": "Night talk", "zh": "夜谈"},
       "abstract": {"en": "Late", "zh": "很晚"}, "track": {"id": 3, "name": "夜"}, "participants": []}
    ],
    "persons": [{"name": "示例讲者甲"}]
  }
}
"""

# what some programs write into elements: markup as it is, names in parts
LOOSE = """<schedule>
  <conference><acronym>vex</acronym><start>2036-11-20</start></conference>
  <day index="1"><room>
    <event id="5"><start>9:00</start><duration>1h30m</duration><title>R&amp;amp;D <i>开幕</i></title>
      <abstract>1 &lt; 2 <p>欢迎 <b>回家</b></p></abstract>
      <persons>
        <person id="1"><public_name>示例讲者甲</public_name><biography>简介不是姓名</biography></person>
        <person id="2" name="示例讲者乙"/>
      </persons></event>
  </room></day>
  <event id="6"><date>2036-11-21T09:00:00+08:00</date><duration>01:00</duration><title>不在任何一天</title></event>
</schedule>
"""

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//example/schedule v1.0//IT\r
VTIMEZONE: Europe/Rome\r
BEGIN:VEVENT\r
UID:46939\r
ORGANIZER;CN=示例讲者 甲:MAILTO:info@example.test\r
DTSTAMP:20240912T140000Z\r
DTSTART:20240915T130000Z\r
DTEND:20240915T140000Z\r
SUMMARY:闭幕\\, 合影\r
DESCRIPTION: \r
GEO:42.5816338;14.0901461\r
LOCATION: XOR\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:46939\r
ORGANIZER;CN=示例讲者 乙:MAILTO:info@example.test\r
DTSTART;TZID=Europe/Rome:20240915T130000\r
DURATION:PT30M\r
SUMMARY:取证\r
LOCATION:MOV\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:46939\r
DTSTART:20240916T090000\r
DTEND:20240916T100000\r
SUMMARY:取证\r
LOCATION:MOV\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:46939\r
DTSTART:20240916T090000\r
DTEND:20240916T100000\r
SUMMARY:取证\r
LOCATION:MOV\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:7\r
DTSTART;VALUE=DATE:20240917\r
SUMMARY:整天\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:8\r
STATUS:CANCELLED\r
DTSTART:20240916T090000Z\r
SUMMARY:取消了\r
END:VEVENT\r
END:VCALENDAR\r
"""

TABLE = """\ufeff编号,标 题,英文标题,日期,开始时间,结束时间,会议室,嘉宾,专题,摘要,备注
1,开幕式,Opening,2036-11-20,9:00,10:30,一号厅,示例讲者甲、示例讲者乙,主会场,欢迎 <回家>,
2,夜谈,,2036/11/20,23:30,00:30,一号厅,示例讲者甲,,,
3,茶歇,,2036年11月21日,10：00-10：20,,,,,,
"""
