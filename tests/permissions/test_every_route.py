"""Every route, asked by everybody: what `table.txt` says by hand is what happens.

`y` may, `-` may not (401 or the login for nobody, 403 for somebody else), `h` somebody else's object (404). And the
world's project, a business secret, is in no answer to anybody but those concerned, nor in what they take out, are
written or read on the audit trail.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from congress.contents import LISTS
from congress.deadlines.actions import remind_owners
from congress.foundation.audit import AuditEntry
from congress.foundation.db import db, unit_of_work
from congress.notifications.models import Message
from congress.promises.actions import remind_offices
from tests.factories.exports import take_out
from tests.factories.marked import CONCERNED, SECRET, is_concerned, tells
from tests.factories.schools import PREFECTURE
from tests.world import NAMES, World, address_of

# who may do what does not hang on the database
pytestmark = pytest.mark.one_database
TABLE = Path(__file__).parent / "table.txt"
# what a call needs so that it gets as far as the question whose object it is
BODIES: dict[str, Any] = {
    "POST /api/v1/congresses/<slug>/delegations/<delegation>/nominees": {"name": "示例团员丙"},
    "POST /api/v1/congresses/<slug>/delegations/<delegation>/nominees/import": {"people": [{"name": "示例团员丁"}]},
    "POST /api/v1/congresses/<slug>/delegations/<delegation>/nominees/<nominee>/replace": {"name": "示例替补"},
    "POST /api/v1/congresses/<slug>/intentions/<intention>/milestones": {
        "kind": "started", "occurred_on": datetime.now(UTC).date().isoformat(), "note": "示例", "evidence": [],
    },
    "POST /api/v1/congresses/<slug>/filings/<project>/follow-ups": {"text": "示例"},
    "POST /api/v1/congresses/<slug>/filings/<project>/withdraw": {"reason": "示例"},
    "POST /api/v1/congresses/<slug>/intentions/<intention>/planned-dates": {
        "kind": "started", "due_on": "2036-11-20",
    },
    "POST /api/v1/congresses/<slug>/planned-dates/<planned>/move": {"due_on": "2036-11-20", "reason": "示例"},
    "POST /api/v1/congresses/<slug>/planned-dates/<planned>/drop": {"reason": "示例"},
    "POST /api/v1/congresses/<slug>/intentions/<intention>/promises": {
        "text": "示例", "office": "HN-T-P1", "due_on": "2036-11-20", "basis": "示例",
    },
    "POST /api/v1/congresses/<slug>/promises/<promise>/state": {"state": "in_work"},
    "POST /api/v1/congresses/<slug>/intentions/<intention>/sign": {"signatory": "示例代表", "party": "谁也不是"},
    "POST /api/v1/congresses/<slug>/milestones/<milestone>/verify": {"decision": "return", "reason": "示例"},
    "POST /api/v1/congresses/<slug>/milestones/<milestone>/reverse": {"reason": "示例"},
    "POST /api/v1/congresses/<slug>/exports": {"list": "forums"},
    "POST /api/v1/congresses/<slug>/registrations": {
        "name": "示例校友", "email": address_of("other alumnus"), "consent": True,
    },
    "POST /api/v1/congresses/<slug>/extras": {
        "slug": "booth", "title": {"zh": "示例展位"}, "price_fen": 1, "capacity": 1,
        "sale_from": "2036-01-01T00:00:00Z", "sale_until": "2036-02-01T00:00:00Z",
    },
    "POST /api/v1/congresses/<slug>/orders/<order>/refunds": {"amount_fen": 1, "reason": "示例"},
    "POST /api/v1/congresses/<slug>/claims/<claim>/refuse": {"reason": "示例"},
    "POST /api/v1/disputes/<dispute>/statements": {"entity": "HN-T-U1", "text": "示例"},
    "POST /api/v1/congresses/<slug>/boards/<board>/switch": {"with_amounts": False},
    "POST /api/v1/publications/<publication>/announce": {"notice": {"authority": "示例工作专班"}},
    "POST /api/v1/publications/<publication>/sign-off": {"document_number": "示例〔2036〕1号"},
    "POST /api/v1/publications/<publication>/withdraw": {"reason": "示例"},
    "POST /api/v1/publications/<publication>/corrections": {"zh": "示例更正"},
}  # fmt: skip
# the parts that mean another thing in one rule than in the others
PARTS: dict[str, dict[str, str]] = {
    "/api/v1/congresses/<slug>/credit/schools/<code>": {"code": "HN-T-U1"},
    "/gate/<slug>": {"slug": "main"},
    "/console/conflicts/<int:badge>/<int(signed=True):target>": {"int:badge": "1", "int(signed=True):target": "0"},
    "/console/gates/<slug>": {"slug": "main"},
    "/console/gates/<slug>/devices": {"slug": "main"},
    "/console/gates/<slug>/late": {"slug": "main"},
    "/console/gates/<slug>/supervisors": {"slug": "main"},
    "/console/gates/<slug>/supervisors/<int:user>": {"slug": "main", "int:user": "spare_keeper"},
    "/console/gates/<slug>/supervisors/<int:user>/end": {"slug": "main", "int:user": "spare_keeper"},
    "/duty/<slug>": {"slug": "main"},
    "/duty/<slug>/conflicts/<int:badge>/<int(signed=True):target>": {
        "slug": "main",
        "int:badge": "1",
        "int(signed=True):target": "0",
    },
    "/console/gates/<slug>/missing": {"slug": "main"},
    "/console/gates/<slug>/devices/<device>": {"slug": "main"},
    "/console/gates/<slug>/devices/<device>/kiosk": {"slug": "main"},
    "/console/gates/<slug>/devices/<device>/revoke": {"slug": "main"},
    "/gate/pair/<secret>": {"secret": "link"},
    "/login/link/<secret>": {"secret": "nobody-knows"},
    "/login/campus/<campus>": {"campus": "no-such-school"},
    "/login/campus/<campus>/back": {"campus": "no-such-school"},
    "/login/reset/<secret>": {"secret": "nobody-knows"},
    "/account/sessions/<int:session>/end": {"int:session": "0"},
    "/console/users/<int:user>/factors": {"int:user": "user"},
    "/api/v1/congresses/<slug>/registrations/<code>/cancel": {"code": "spare"},
    "/me/<code>/cancel": {"code": "spare"},
    "/console/forums/<slug>": {"slug": "opening"},
    "/console/protocol/<int:guest>/remove": {"int:guest": "spare_guest"},
    "/certificates/<code>": {"code": "certificate"},
    "/console/users/<int:user>": {"int:user": "user"},
    "/console/users/<int:user>/roles": {"int:user": "user"},
    "/console/users/<int:user>/active": {"int:user": "user"},
    "/console/users/<int:user>/password": {"int:user": "user"},
    "/console/users/<int:user>/tokens": {"int:user": "user"},
    "/console/users/<int:user>/tokens/<int:token>/revoke": {"int:user": "user", "int:token": "token"},
    "/console/outbox/<int:message>": {"int:message": "1"},
    "/console/outbox/<int:message>/retry": {"int:message": "1"},
    "/console/outbox/<int:message>/files/<int:file>": {"int:message": "1", "int:file": "1"},
    "/console/intentions/<intention>/sign/<int:party>": {"int:party": "0"},
    "/console/intentions/<intention>/sign/<int:party>/link": {"int:party": "0"},
    "/sign/<secret>": {"secret": "signing_secret"},
    "/confirm/<secret>": {"secret": "filing_secret"},
    "/console/filings/<project>/evidence/<upload>": {"upload": "proof"},
    "/console/ledger/<int:seq>": {"int:seq": "1"},
    "/console/registrations/<code>/cancel": {"code": "spare"},
    "/console/registrations/<code>/deputy/<int:deputy>/letter": {"int:deputy": "1"},
    "/console/calendar/<day>/clear": {"day": "2036-11-20"},
    "/console/sessions/<path:key>/remove": {"key": "spare_item"},
    "/boards/<congress>/<board>/<publication>.<any(pdf,docx,xlsx):kind>": {"any(pdf,docx,xlsx):kind": "pdf"},
    "/boards/<congress>/<board>/<publication>/corrections/<correction>.json": {"correction": "none-yet"},
    "/api/v1/publications/<publication>/openings/<entity>": {"entity": "HN-T-U1"},
    "/console/publications/<publication>/openings/<entity>.json": {"entity": "HN-T-U1"},
    "/console/rules/<version>": {"version": "2024-1"},
    "/console/rules/<version>/force": {"version": "2024-1"},
    "/calls/proposals/<key>": {"key": "proposal_code"},
    "/calls/proposals/<key>/withdraw": {"key": "proposal_code"},
    "/calls/speaking/<code>": {"code": "speaker_code"},
    "/console/topic-calls/<topics>/<any(open,closed):state>": {"any(open,closed):state": "closed"},
    "/console/congresses/choose": {"": "?congress=2036"},
    "/console/review/<code>/answers/<int:question>/file": {"int:question": "0"},
    "/console/intentions/<intention>/doubles/<other>": {"other": "other_project"},
    "/console/intentions/<intention>/doubles/<other>/apart": {"other": "other_project"},
    "/console/intentions/<intention>/doubles/<other>/merge": {"other": "other_project"},
    "/console/people/<who>/doubles/<other>": {"who": "double"},
    "/console/people/<who>/doubles/<other>/apart": {"who": "double"},
    "/console/people/<who>/doubles/<other>/merge": {"who": "spare_double", "other": "spare_other"},
    "/console/dates/<int:event>/remove": {"int:event": "spare_event"},
    "/me/data/<who>/consents/<purpose>": {"purpose": "publish"},
    "/console/sponsors/<int:sponsor>/remove": {"int:sponsor": "spare_sponsor"},
    "/console/stay/rooms/<int:room>": {"int:room": "hotel_room"},
    "/console/stay/people/<code>/leave": {"code": "spare"},
    "/console/trips/<int:trip>/link": {"int:trip": "spare_trip"},
    "/console/trips/<int:trip>/revoke": {"int:trip": "spare_trip"},
    "/console/trips/<int:trip>/riders/<code>/remove": {"code": "spare"},
    "/delegation/<delegation>/<int:nominee>/withdraw": {"int:nominee": "spare_nominee"},
    "/api/v1/congresses/<slug>/delegations/<delegation>/nominees/<nominee>/withdraw": {"nominee": "spare_nominee_code"},
    "/me/<code>/answers/<question>/file": {"question": "file_question"},
    "/console/registrations/<code>/answers/<question>/file": {"question": "file_question"},
    "/console/identity/<code>/answers/<question>": {"question": "number_question"},
    "/nomination/<nomination>": {"nomination": "nobody-knows"},
    "/ride/<secret>": {"secret": "ride_secret"},
    "/ride/<secret>/<int:rider>/<any(in,out):state>": {"secret": "ride_secret", "any(in,out):state": "in"},
    "/console/stay/hotels/<int:hotel>/rooming.<any(pdf,xlsx):kind>": {"any(pdf,xlsx):kind": "xlsx"},
    "/console/stay/arrivals.<any(pdf,xlsx):kind>": {"any(pdf,xlsx):kind": "xlsx"},
    "/console/meals/kitchen.<any(pdf,xlsx):kind>": {"any(pdf,xlsx):kind": "xlsx"},
    "/console/campaigns/<campaign>/<any(paused,sending):state>": {"any(paused,sending):state": "paused"},
    "/unsubscribe/<secret>": {"secret": "unsubscribe_secret"},
    "/programme/pictures/<name>": {"name": "photo"},
    "/gate/counts": {"": "?gate=main"},
    "/gate/search": {"": "?gate=main&q=示例"},
}


def read_table() -> dict[str, str]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            method, rule, *answers = line.split()
            assert f"{method} {rule}" not in rows, f"listed twice: {method} {rule}"
            rows[f"{method} {rule}"] = "".join(answers)
    return rows


def routes_of(app: Flask) -> dict[str, Rule]:
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    }


ROWS = read_table()


def test_the_table_lists_every_route_and_no_other(world: World) -> None:
    assert set(ROWS) == set(routes_of(world.app))
    assert {len(answers) for answers in ROWS.values()} == {len(NAMES)}


def answer_to(world: World, row: str, name: str) -> tuple[str, bool]:
    """What the table would say of what happens, and whether the answer tells the world's business secret."""
    method, rule = row.split(" ", 1)
    path = rule.replace("path:", "")
    own = PARTS.get(rule, {})
    for part, value in (world.parts | own).items():
        path = path.replace(f"<{part}>", world.parts.get(value, value))
    path += own.get("", "")
    assert "<" not in path, f"the world has no value for a part of {path}"
    with world.app.app_context():
        if rule.startswith("/api/"):
            body = BODIES.get(row, {}) if method != "GET" else None
            answer = world.app.test_client().open(path, method=method, json=body, headers=world.tokens.get(name, {}))
        else:
            answer = world.client(name).open(path, method=method, data={} if method != "GET" else None)
        db.session.remove()
    assert answer.status_code < 500 or rule == "/readyz", (row, name, answer.status_code)
    told = not is_concerned(name, rule) and tells(answer.get_data())
    if answer.status_code == 302 and answer.location.startswith("/login") and not rule.startswith("/login"):
        return "-" if name == "nobody" else "?", told
    return {401: "-", 403: "-", 404: "h"}.get(answer.status_code, "y"), told


@pytest.mark.parametrize("row", sorted(ROWS))
def test_everybody_gets_the_answer_that_the_table_says(world: World, row: str) -> None:
    assert row in routes_of(world.app), "this route is gone"
    answers = {name: answer_to(world, row, name) for name in NAMES}
    assert {name: answer for name, (answer, _told) in answers.items()} == dict(zip(NAMES, ROWS[row], strict=True))
    assert [name for name, (_answer, told) in answers.items() if told] == [], "a business secret is told"


@pytest.fixture
def people(world: World) -> Iterator[World]:
    with world.app.app_context():
        yield world
        db.session.remove()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_those_concerned_read_the_secret_so_that_its_mark_is_known_to_show(people: World, form: str) -> None:
    organiser, school = people.client("organiser"), people.client("school")
    project = people.parts["intention"]
    pages = ("/console/intentions", f"/console/intentions/{project}", f"/console/intentions/{project}/agreement.pdf")
    for client in (organiser, school):
        for path in pages:
            assert tells(client.get(path).get_data()), path
        assert tells(take_out(client, "intentions", form=form).get_data())
    answer = people.app.test_client().get("/api/v1/congresses/2036/intentions", headers=people.tokens["division"])
    assert tells(answer.get_data())


def test_no_list_that_somebody_else_takes_out_tells_the_secret(people: World) -> None:
    taken = {
        (listed.name, name): take_out(client, listed.name)
        for name in NAMES
        if name not in {*CONCERNED, "nobody"} and (client := people.client(name))
        for listed in LISTS
    }
    assert {("intentions", "other school"), ("audit", "auditor")} <= {
        one for one, answer in taken.items() if answer.status_code == 200
    }
    assert [one for one, answer in taken.items() if tells(answer.get_data())] == []


def test_no_message_and_no_line_of_the_audit_trail_names_the_secret(people: World) -> None:
    now, zone = datetime.now(UTC), ZoneInfo("Asia/Shanghai")
    late, today = now + timedelta(days=90), now.date().isoformat()
    # of its own, since the rows above move and drop the world's
    path = f"/api/v1/congresses/2036/intentions/{people.parts['intention']}"
    people.ask("division", "POST", f"{path}/planned-dates", {"kind": "in_production", "due_on": today})
    promise = {"text": f"{SECRET}承诺", "office": PREFECTURE, "due_on": today, "basis": "示例〔2036〕2号"}
    people.ask("division", "POST", f"{path}/promises", promise)
    with unit_of_work() as session:
        assert remind_owners(session, zone=zone, now=late) > 0
        assert remind_offices(session, zone=zone, now=late) > 0
    with unit_of_work() as session:
        written = session.scalars(select(Message)).all()
        assert {"deadlines.owner", "promises.late"} <= {one.event for one in written}
        assert [one.event for one in written if SECRET in f"{one.subject}{one.text}{one.variables}"] == []
        assert [one.act for one in session.scalars(select(AuditEntry)) if SECRET in str(one.facts)] == []
