"""The statements of the gate's hot path, for both databases; facts come in as one JSON array."""

from sqlalchemy import text

_FIRST = (
    """first.at AS first_at, first.device AS first_device, fg.slug AS first_gate, fs.device_scan_id AS first_scan"""
)
_FOUND = """b.id AS badge_id, b.issued_at, b.revoked_at, r.status, r.code AS registration_code, r.name,
    r.delegation,
    c.slug AS category, c.name_zh AS category_zh, c.name_en AS category_en, c.colour,
    h.status AS holding, before.counted_at AS counted_before,
    before.id AS told_before, before.badge_id AS badge_before, before.target AS target_before,
    before.day AS day_before"""
_LOOKED_UP = (
    ("JOIN", "badges b", "b.congress_id = :congress AND b.number = q.number AND b.serial = q.serial"),
    ("JOIN", "registrations r", "r.id = b.registration_id"),
    ("LEFT JOIN", "holdings h", "h.registration_id = r.id AND h.forum_id = q.target"),
    ("LEFT JOIN", "scans before", "before.congress_id = :congress AND before.device_scan_id = q.scan"),
    (
        "LEFT JOIN",
        "admissions first",
        "first.badge_id = b.id AND first.target = q.target AND first.day = COALESCE(before.day, q.day)",
    ),
    ("LEFT JOIN", "scans fs", "fs.id = first.scan_id"),
)
# SQLite too would go through all badges, and through the JSON for each; CROSS keeps the order that is written
_JOINS = "\n".join(
    f"{'CROSS ' if join == 'JOIN' else ''}{join} {table} ON {condition}" for join, table, condition in _LOOKED_UP
)
# PostgreSQL takes any JSON for a hundred rows and would read whole tables for a single scan; LIMIT makes it look up
_LATERAL_JOINS = "\n".join(
    f"{join} LATERAL (SELECT * FROM {table} WHERE {condition} LIMIT 1) {table.split()[1]} ON true"  # noqa: S608 -- constants
    for join, table, condition in _LOOKED_UP
)
_SMALL_JOINS = """JOIN categories c ON c.id = r.category_id
    LEFT JOIN gates fg ON fg.id = first.gate_id"""

LOOK_UP = {
    "postgresql": text(f"""
    SELECT q.i, {_FOUND}, {_FIRST}
    FROM json_to_recordset(CAST(:asks AS json)) AS q(
        i int, number bigint, serial bigint, target bigint, day int, scan text)
    {_LATERAL_JOINS}
    {_SMALL_JOINS}"""),  # noqa: S608 -- constants of this module
    "sqlite": text(f"""
    SELECT q.i, {_FOUND}, {_FIRST}
    FROM (SELECT value ->> 'i' AS i, value ->> 'number' AS number, value ->> 'serial' AS serial,
                 value ->> 'target' AS target, value ->> 'day' AS day, value ->> 'scan' AS scan FROM json_each(:asks)) q
    {_JOINS}
    {_SMALL_JOINS}"""),  # noqa: S608 -- as above
}
CODES = {
    "postgresql": text("""
    SELECT code, number, serial, category_letter FROM badges WHERE congress_id = :congress
      AND code IN (SELECT json_array_elements_text(CAST(:codes AS json)))"""),
    "sqlite": text("""
    SELECT code, number, serial, category_letter FROM badges WHERE congress_id = :congress
      AND code IN (SELECT value FROM json_each(:codes))"""),
}
_ASKED = """first.badge_id = q.badge AND first.target = q.target AND first.day = q.day
        AND first.congress_id = :congress"""
STANDING = {
    "postgresql": text(f"""
    SELECT first.badge_id, first.target, first.day, {_FIRST}
    FROM json_to_recordset(CAST(:asks AS json)) AS q(badge bigint, target bigint, day int)
    JOIN admissions first ON {_ASKED}
    JOIN gates fg ON fg.id = first.gate_id JOIN scans fs ON fs.id = first.scan_id"""),  # noqa: S608 -- as above
    "sqlite": text(f"""
    SELECT first.badge_id, first.target, first.day, {_FIRST}
    FROM (SELECT value ->> 'badge' AS badge, value ->> 'target' AS target, value ->> 'day' AS day
          FROM json_each(:asks)) q
    CROSS JOIN admissions first ON {_ASKED}
    JOIN gates fg ON fg.id = first.gate_id JOIN scans fs ON fs.id = first.scan_id"""),  # noqa: S608 -- as above
}
_SCAN_COLUMNS = """congress_id, device_scan_id, device, seq, gate_told, gate_id, target, day, token, badge_id, offline,
    told_at, counted_at, received_at, result, flags"""
_EARLIER = """ON CONFLICT (badge_id, target, day) DO UPDATE
    SET scan_id = excluded.scan_id, at = excluded.at, device = excluded.device, seq = excluded.seq,
        offline = excluded.offline, gate_id = excluded.gate_id
    WHERE (excluded.at, excluded.device, excluded.seq) < (admissions.at, admissions.device, admissions.seq)
      AND (excluded.offline OR admissions.offline)"""

# PostgreSQL compares text by the rules of a language unless told otherwise; Python and SQLite go by code points
_EARLIER_BYTEWISE = _EARLIER.replace("excluded.device, excluded.seq) <", 'excluded.device COLLATE "C", excluded.seq) <')

WRITE_POSTGRESQL = text(f"""
    WITH told AS (
        SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS t(
            scan text, seq bigint, gate_told text, gate bigint, target bigint, day int, token text, badge bigint,
            offline boolean, told_at text, at timestamp, result text, flags json, first boolean)),
    new AS (
        INSERT INTO scans ({_SCAN_COLUMNS})
        SELECT :congress, scan, :device, seq, gate_told, gate, target, day, token, badge, offline, told_at,
               at AT TIME ZONE 'UTC', :received, result, flags
        FROM told ON CONFLICT (congress_id, device_scan_id) DO NOTHING
        RETURNING id, device_scan_id),
    won AS (
        INSERT INTO admissions (congress_id, badge_id, target, day, scan_id, at, device, seq, offline, gate_id)
        SELECT :congress, badge, target, day, new.id, at AT TIME ZONE 'UTC', :device, seq, offline, gate
        FROM told JOIN new ON new.device_scan_id = told.scan WHERE first
        {_EARLIER_BYTEWISE}
        RETURNING scan_id, badge_id, target, day)
    SELECT new.device_scan_id, won.badge_id AS admitted_badge, won.target AS admitted_target,
           won.day AS admitted_day
    FROM new LEFT JOIN won ON won.scan_id = new.id""")  # noqa: S608 -- constants of this module

SCANS_SQLITE = text(f"""
    INSERT INTO scans ({_SCAN_COLUMNS})
    SELECT :congress, value ->> 'scan', :device, value ->> 'seq', value ->> 'gate_told', value ->> 'gate',
           value ->> 'target', value ->> 'day', value ->> 'token', value ->> 'badge', value ->> 'offline',
           value ->> 'told_at', value ->> 'at', :received, value ->> 'result', value -> 'flags'
    FROM json_each(:rows) WHERE true ON CONFLICT (congress_id, device_scan_id) DO NOTHING
    RETURNING id, device_scan_id""")  # noqa: S608 -- as above
ADMISSIONS_SQLITE = text(f"""
    INSERT INTO admissions (congress_id, badge_id, target, day, scan_id, at, device, seq, offline, gate_id)
    SELECT :congress, value ->> 'badge', value ->> 'target', value ->> 'day', s.id, value ->> 'at', :device,
           value ->> 'seq', value ->> 'offline', value ->> 'gate'
    FROM json_each(:rows) CROSS JOIN scans s ON s.congress_id = :congress AND s.device_scan_id = value ->> 'scan'
    WHERE value ->> 'first' AND s.received_at = :received AND s.device = :device
    {_EARLIER}
    RETURNING scan_id, badge_id, target, day""")  # noqa: S608 -- as above
