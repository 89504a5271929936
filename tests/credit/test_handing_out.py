"""Every school and place gets the ledger's checkpoint, once a day and only when there is something new in it."""

import json
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select

from congress.credit.actions import ledger_lines
from congress.credit.handing_out import hand_out_checkpoint
from congress.foundation.db import reading, unit_of_work
from congress.notifications.delivery import make_files
from congress.notifications.models import Message
from congress.programme.queries import the_congress
from tests.credit.checked import tool
from tests.factories.office import Office

KEY = Ed25519PrivateKey.generate()
START = datetime.now(UTC)


def hand_out(hours: int) -> int:
    with unit_of_work() as session:
        return hand_out_checkpoint(session, the_congress(session), KEY, now=START + timedelta(hours=hours))


def grow(office: Office) -> None:
    office.accept(office.milestone(office.signed()["id"])["id"])


def test_it_goes_to_schools_and_places_once_a_day_where_the_ledger_has_grown(office: Office) -> None:
    assert hand_out(0) == 0
    grow(office)
    assert [hand_out(0), hand_out(1), hand_out(30)] == [3, 0, 0]
    grow(office)
    assert [hand_out(2), hand_out(30), hand_out(60)] == [0, 3, 0]


def test_what_a_school_keeps_shows_that_the_ledger_was_written_anew(office: Office, app: Flask) -> None:
    grow(office)
    hand_out(0)
    with reading() as session:
        found = session.scalars(select(Message).where(Message.event == "credit.checkpoint")).all()
        assert {one.address for one in found} == {
            f"{name}@congress.test" for name in ("school", "other_school", "division")
        }  # fmt: skip
        [(name, kind, content)] = make_files(found[0].enclosures)
        lines = [json.dumps(row) for row in ledger_lines(session, the_congress(session), KEY.public_key(), now=START)]
    assert (name, kind) == ("checkpoint-2036-5.json", "application/json")
    kept, alone = json.loads(content), tool("verify_ledger")
    assert alone.verify(lines, kept) == []
    assert alone.verify([lines[0].replace(kept["hash"], "0" * 64)], kept) != []
