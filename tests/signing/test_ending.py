"""What came to nothing is ended by the organiser, once, with the reason kept and shown."""

from flask.testing import FlaskClient

from tests.factories.office import C, Office

WHY = "虚构投资方改变计划"


def test_an_ended_intention_tells_why_and_takes_no_further_step(client: FlaskClient) -> None:
    office = Office(client)
    path = f"{C}/intentions/{office.intention()['id']}"
    for body in ({}, {"reason": "  "}):
        office.ask("organiser", "POST", f"{path}/end", body, 422)
    office.ask("school", "POST", f"{path}/end", {"reason": WHY}, 403)
    assert office.ask("organiser", "GET", path)["ended_reason"] is None
    office.ask("organiser", "POST", f"{path}/end", {"reason": WHY}, 200)
    ended = office.ask("organiser", "GET", path)
    assert (ended["state"], ended["ended_reason"]) == ("ended", WHY)
    office.ask("organiser", "POST", f"{path}/end", {"reason": "again"}, 409)
    assert office.ask("organiser", "GET", path)["ended_reason"] == WHY
