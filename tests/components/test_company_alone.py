"""Companions at a door without network: what the device says by its copy is what the server would have said."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import text

from congress.checkin.actions import forget_gates
from congress.foundation.db import db
from tests.checkin.conftest import desk, officer
from tests.checkin.desk import Desk, now_text

__all__ = ["desk", "officer"]

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
# a device with a real store that is given the server's copy, reads the leader's badge and lets the others in
DEVICE = """async ([copies, leader, renewed, tap]) => {
    const { openStore } = await import("/static/checkin/store.js");
    const { createCopy } = await import("/static/checkin/copy.js");
    const { createQueue } = await import("/static/checkin/queue.js");
    const store = await openStore();
    const told = {};
    for (const [gate, manifest] of Object.entries(copies)) {
        await store.forgetCopy();
        const copy = createCopy({ store, api: { manifest: async () => manifest } });
        await copy.sync(gate);
        const { result, name, delegation, party } = await copy.judge(leader);
        const queue = createQueue({
            store, api: {}, link: { waiting: () => {}, isLost: () => true, lost: () => {} }, place: () => gate,
            inDrill: () => false,
        });
        const { earlier } = await copy.judge(renewed);
        const company = party && await queue.addCompany(await copy.judgeCompany(party), `${tap}-${gate}`);
        const again = party && await copy.judgeCompany(party);
        told[gate] = { result, person: [name, delegation], party: party && party.name, company,
            earlier, left: again && again.map((one) => one.name) };
    }
    return { told, scans: await store.waiting(100) };
}"""


def test_a_device_lets_in_and_names_whom_the_server_would(
    open_page: Callable[..., Page], desk: Desk, officer: FlaskClient
) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE gates SET daily = true WHERE slug = 'hall'"))
    people = [desk.register(number, forums=["talk"] if number == 1 else []) for number in range(1, 8)]
    desk.post("gates", {"slug": "out", "name": "出口", "kind": "exit"}, 201)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    desk.post("gates", {"slug": "early", "name": "未开的门", "forum": "talk", "opens_at": later, "daily": True}, 201)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    assert desk.scan(people[0]["badge"]["token"], "hall", offline=True, scanned_at=yesterday)["result"] == "admitted"
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE registrations SET delegation = '示例代表团（虚构）' WHERE id = 1"))
    codes = " ".join(one["code"] for one in people[1:])
    assert officer.post("/console/parties", data={"name": "示例团", "leader": people[0]["code"], "members": codes})
    desk.scan(people[1]["badge"]["token"])
    desk.scan(people[1]["badge"]["token"], "lobby")
    desk.post(f"registrations/{people[2]['code']}/cancel", {}, 200)
    desk.scan(people[3]["badge"]["token"])
    renewed = desk.post(f"registrations/{people[3]['code']}/badge", {"reason": "lost"}, 201)["badge"]["token"]
    forget_gates()
    gates = ("main", "hall", "out", "early")
    leader = people[0]["badge"]["token"]
    copies = {slug: desk.get(f"gates/{slug}/manifest") | {"gate": {"slug": slug, "re_entry": False}} for slug in gates}
    seen = open_page("/gate/hall").evaluate(DEVICE, [copies, leader, renewed, "tap"])
    for slug in gates:
        scan = {"id": f"leader-{slug}", "token": leader, "gate": slug, "scanned_at": now_text()}
        first = officer.post("/gate/scans", json={"device": "page", "scans": [scan]}).json["results"][0]
        told = seen["told"][slug]
        assert told["person"] == [first["registration"]["name"], first["registration"]["delegation"]]
        assert (told["result"], told["party"]) == (first["result"], first.get("party", {}).get("name")), slug
        if told["party"] is None:
            continue
        wish = {"code": people[0]["code"], "gate": slug, "id": f"tap-{slug}"}
        answer = officer.post("/gate/party", json=wish).json
        assert told["company"] == {"admitted": answer["admitted"], "refused": answer["refused"]}, slug
        assert told["left"] == answer["refused"], "who is inside is not asked again"
    assert [seen["told"][slug]["earlier"] is None for slug in gates] == [False, True, False, True], "by the lost badge"
    assert seen["told"]["hall"]["result"] == "admitted", "the hall counts by day, and yesterday is over"
    assert seen["told"]["main"]["company"] == {"admitted": 3, "refused": []}
    assert seen["told"]["hall"]["company"]["refused"] == [
        "示例校友2",
        "示例校友4",
        "示例校友5",
        "示例校友6",
        "示例校友7",
    ]
    assert "示例" not in json.dumps(seen["scans"], ensure_ascii=False), "what waits on the device names nobody"

    before = admissions(desk)
    for slug in gates:
        waiting = [scan | {"offline": True} for scan in seen["scans"] if scan["gate"] == slug]
        if waiting:
            body = {"device": "party", "sent_at": now_text(), "scans": waiting}
            results = desk.post("scans", body, 200)["results"]
            assert [one["result"] for one in results] == [scan["shown"] for scan in waiting], slug
    assert admissions(desk) == before, "the server's tap and the device's are one wish"


def admissions(desk: Desk) -> Any:
    return desk.get("attendance")["gates"]
