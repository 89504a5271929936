"""Programmes that come as files: schedule XML, schedule JSON, iCalendar, xlsx and CSV.

One file a format, each a pure function from bytes to `ParsedSession`; `read.py` tells the formats apart, and
`congress/programme/imported.py` stores what they found. Nothing in a file is trusted: XML without entities,
markup reduced to a small safe set, each text measured.
"""
