"""The world's project is a business secret: it is in no list, no message and no line of the audit trail for others.

A world of their own: the one in which every route is asked has been through everything.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from congress.deadlines.actions import remind_owners
from congress.foundation.audit import AuditEntry
from congress.foundation.db import db, unit_of_work
from congress.listings import LISTS
from congress.notifications.models import Message
from congress.promises.actions import remind_offices
from tests.factories.exports import take_out
from tests.factories.marked import CONCERNED, SECRET, tells
from tests.factories.office import C
from tests.factories.schools import PREFECTURE
from tests.world import NAMES, World

pytestmark = pytest.mark.one_database


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
    promise = {"text": f"{SECRET}承诺", "office": PREFECTURE, "due_on": now.date().isoformat(), "basis": "示例"}
    people.ask("division", "POST", f"{C}/intentions/{people.parts['intention']}/promises", promise)
    late = now + timedelta(days=90)
    with unit_of_work() as session:
        assert remind_owners(session, zone=zone, now=late) > 0
        assert remind_offices(session, zone=zone, now=late) > 0
    with unit_of_work() as session:
        written = session.scalars(select(Message)).all()
        assert {"deadlines.owner", "promises.late"} <= {one.event for one in written}
        assert [one.event for one in written if SECRET in f"{one.subject}{one.text}{one.variables}"] == []
        assert [one.act for one in session.scalars(select(AuditEntry)) if SECRET in str(one.facts)] == []
