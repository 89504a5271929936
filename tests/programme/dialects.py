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
