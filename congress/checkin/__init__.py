"""At the door: gates, scans, admissions, attendance.

A gate 签到点 lets people into the congress or into one forum (its target). A scan 签到记录 is a fact with an id
that the device made. An admission is the earliest valid scan of a badge for a target.

Promises: a scan is never lost and never counted twice; who was admitted is decided by a unique key; whatever
the order of uploads, the end is the same; a normal refusal is a result, not an error. Open `rules.py` for the
decision, then `hotpath.py` for how a scan costs two statements.
"""
