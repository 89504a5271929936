"""A delegation of the university for tests, with one who may be asked for, one to replace and one to withdraw."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts
from congress.delegations.actions import Nomination, Terms, grant_delegation, nominate
from congress.delegations.queries import delegation_for, nominees_of
from congress.delegations.states import Unit
from congress.foundation.access import SYSTEM, Actor, Grant
from congress.programme.models import Congress
from congress.programme.queries import category_by_slug
from tests.factories.schools import UNIVERSITY

ORGANISER = Actor(grants=(Grant("organiser"),))


def send_delegation(session: Session, congress: Congress) -> dict[str, str]:
    """The values of the rules' parts."""
    now = datetime.now(UTC)
    guest = category_by_slug(session, congress.id, "guest")
    assert guest is not None
    terms = Terms(
        unit=Unit.SCHOOL, name=UNIVERSITY, contact_name="示例联系人", email=None, phone=None, language="zh",
        deadline=congress.registration_closes_at, places={guest: 9},
    )  # fmt: skip
    made, _code = grant_delegation(session, congress, terms, by=SYSTEM, now=now)
    session.expire(made)
    delegation = delegation_for(session, congress.id, made.public_id, ORGANISER)
    ids = []
    for name in ("示例团员甲", "示例团员乙"):
        person = PersonFacts(name=name, organisation="示例（虚构）大学")
        named = nominate(session, congress, delegation, Nomination(person=person, category=guest), by=SYSTEM, now=now)
        ids.append(str(named.id))
    codes = [one.registration.code for one in nominees_of(session, delegation.id)]
    return {
        "delegation": delegation.public_id, "int:nominee": ids[0], "spare_nominee": ids[1], "nominee": codes[0],
        "spare_nominee_code": codes[1],
    }  # fmt: skip
