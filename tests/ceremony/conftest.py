"""Three agreements in two groups, and an organiser at the console."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.queries import user_by_address
from congress.ceremony.stage import Stage, stage_of
from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import the_congress
from congress.signing.queries import intention_of_congress
from tests.factories.ceremony import make_ceremony
from tests.factories.office import Office


class Hall:
    """The ceremony's console, and what stands on the stage."""

    def __init__(self, office: Office, client: FlaskClient, ids: list[str], batches: list[int]) -> None:
        self.office, self.client, self.ids, self.batches = office, client, ids, batches

    def post(self, path: str, status: int = 302, **data: object) -> str:
        answer = self.client.post(f"/console/ceremony/{path}", data=data)
        assert answer.status_code == status, answer.get_data(as_text=True)[-2000:]
        return answer.get_data(as_text=True)

    def stage(self) -> Stage:
        with reading() as session:
            return stage_of(session, the_congress(session), now=clock.now())

    def cues(self) -> list[str]:
        return [act.cue.value for act in self.stage().acts]

    def order(self) -> list[list[str]]:
        return [[act.intention.public_id for act in group.acts] for group in self.stage().groups]


@pytest.fixture
def hall(client: FlaskClient, app: Flask) -> Hall:
    office = Office(client)
    ids = [office.intention(title=f"示例项目{number}")["id"] for number in range(3)]
    batches = []
    with unit_of_work() as session:
        congress = the_congress(session)
        for title, chosen in (("示例第一组", ids[:2]), ("示例第二组", ids[2:])):
            found = [intention_of_congress(session, congress.id, one) for one in chosen]
            batches.append(make_ceremony(session, congress, found, title=title).id)
        user = user_by_address(session, "organiser@congress.test")
        assert user is not None
        signed_in = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    console = app.test_client()
    with console.session_transaction() as cookie:
        cookie.update(signed_in)
    return Hall(office, console, ids, batches)
