"""What a contact and an organiser do with a delegation, and what came of it."""

import io
import re
from typing import Any

from flask.testing import FlaskClient

from congress.delegations.queries import delegations_of, nominees_of
from congress.foundation.access import Actor, Grant
from congress.foundation.db import reading
from congress.notifications.queries import messages_to
from congress.programme.queries import the_congress

ORGANISER = Actor(grants=(Grant("organiser"),))
LINK = re.compile(r"http://congress\.test(/(?:delegation|nomination)/\w+)")


def terms(**more: Any) -> dict[str, Any]:
    facts = {"unit": "other", "name": "示例（虚构）公司", "contact_name": "示例联系人", "language": "zh"}
    return facts | {"email": "contact@example.test", "deadline": "2036-11-01T18:00", "places_guest": "2"} | more


def grant(organiser: FlaskClient, **more: Any) -> str:
    """The path of the contact's link."""
    answer = organiser.post("/console/delegations/new", data=terms(**more))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = LINK.search(answer.get_data(as_text=True))
    assert found
    return found[1]


def name(client: FlaskClient, link: str, number: int, **more: Any) -> int:
    facts = {"name": f"示例团员{number}", "language": "zh", "category": "guest", "email": f"m{number}@example.test"}
    return client.post(f"{link}/new", data=facts | more).status_code


def send(client: FlaskClient, link: str, text: str, **more: str) -> Any:
    return client.post(link, data={"file": (io.BytesIO(text.encode()), "名单.csv")} | more)


def members() -> list[Any]:
    """(name, organisation, status, whether completed) in the order of the list."""
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        return [
            (one.registration.name, one.registration.organisation, one.registration.status, bool(one.completed_at))
            for one in nominees_of(session, delegation.id)
        ]


def used() -> dict[str, int]:
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        return {quota.category.slug: quota.used for quota in delegation.quotas}


def link_of(address: str) -> str:
    """The newest link that was sent there."""
    with reading() as session:
        return next(found[1] for one in messages_to(session, [address]) if (found := LINK.search(one.text)))
