"""What the ledger's page says a list of entries adds up to."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.credit.queries import ledger_statement, measure_totals
from congress.credit.states import Measure
from congress.foundation.db import reading
from congress.programme.queries import congress_by_slug
from tests.factories.office import Office
from tests.factories.schools import UNIVERSITY


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def invested(session: Session, *, entity_code: str | None = None) -> tuple[int, int]:
    congress = congress_by_slug(session, "2036")
    totals = measure_totals(session, ledger_statement(congress.id, entities=None, entity_code=entity_code))
    [found] = [one for one in totals if one.measure == Measure.INVESTMENT]
    return found.amount_fen, found.entries


def test_money_credited_to_four_kinds_of_entity_is_counted_once(office: Office, app: Flask) -> None:
    for amount in (10_000_001, 500):
        office.accept(office.milestone(office.signed()["id"], amount=amount)["id"])
    with reading() as session:
        amount_fen, entries = invested(session)
        assert amount_fen == 10_000_501
        assert entries > 2
        assert invested(session, entity_code=UNIVERSITY)[0] == 5_000_251


def test_an_outcome_taken_back_adds_nothing(office: Office, app: Flask) -> None:
    filed = office.milestone(office.signed()["id"], amount=10_000_001)
    office.accept(filed["id"])
    office.ask("verifier", "POST", f"/api/v1/congresses/2036/milestones/{filed['id']}/reverse", {"reason": "示例"}, 200)
    with reading() as session:
        assert invested(session)[0] == 0
