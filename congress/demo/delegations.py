"""Invented delegations: that of the demo's school, which has places left and people who have not answered, and a
company's that is complete.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts
from congress.delegations.actions import Nomination, Terms, complete_nominee, grant_delegation, nominate
from congress.delegations.queries import delegation_for
from congress.delegations.states import Unit
from congress.demo.logins import SCHOOL_CODE
from congress.foundation.access import SYSTEM, Actor, Grant
from congress.programme.models import Congress
from congress.programme.queries import categories_of

SCHOOL: dict[str, Any] = {
    "unit": Unit.SCHOOL, "name": SCHOOL_CODE, "contact_name": "示例联络老师", "email": "contact@demo.example",
    "phone": None,
}  # fmt: skip
COMPANY: dict[str, Any] = {
    "unit": Unit.OTHER, "name": "示例商会（虚构）", "contact_name": "示例秘书", "email": None, "phone": "+8619800000001",
}  # fmt: skip
# unit, places by category, people: name, position, category, e-mail
DELEGATIONS = (
    (SCHOOL, {"guest": 6, "delegate": 2}, (
        ("示例团长", "副校长", "delegate", "delegate1@demo.example"),
        ("示例代表甲", "处长", "delegate", None),
        ("示例团员甲", "教授", "guest", "delegate2@demo.example"),
        ("示例团员乙", "教授", "guest", "delegate3@demo.example"),
    )),
    (COMPANY, {"guest": 2}, (("示例会长", "会长", "guest", None), ("示例理事", "理事", "guest", None))),
)  # fmt: skip


def load_delegations(session: Session, congress: Congress, *, now: datetime) -> None:
    categories = {category.slug: category for category in categories_of(session, congress.id)}
    by = Actor(display_name="demo", grants=(Grant("organiser"),))
    for unit, places, people in DELEGATIONS:
        terms = Terms(
            **unit, language="zh", deadline=now + timedelta(days=10),
            places={categories[slug]: count for slug, count in places.items()},
        )  # fmt: skip
        made, _code = grant_delegation(session, congress, terms, by=SYSTEM, now=now)
        session.expire(made)
        delegation = delegation_for(session, congress.id, made.public_id, by)
        for number, (name, title, category, email) in enumerate(people):
            facts = PersonFacts(name=name, title=title, email=email, phone=None, organisation=delegation.name)
            wanted = Nomination(person=facts, category=categories[category], is_head=number == 0)
            nominee = nominate(session, congress, delegation, wanted, by=SYSTEM, now=now)
            if number == 0 and email:
                complete_nominee(session, nominee, {}, by=SYSTEM, now=now)
