"""Invented guests: registered through the same action as anybody, so that seats and waitlists are true."""

import random
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import Learned, PersonFacts
from congress.alumni.states import Purpose
from congress.foundation.access import SYSTEM
from congress.programme.models import Congress, Forum
from congress.programme.queries import categories_of, forums_of
from congress.programme.rules import Slot, overlaps
from congress.registration.actions import cancel_registration, register_person
from congress.registration.errors import ForumFull
from congress.registration.models import Registration
from congress.registration.wish import Wish
from congress.schools.queries import all_schools

SPECIAL_NAMES = {2: "示例䶮", 3: "示例𬱟㛃", 4: "示例古丽·买买提", 5: "Example Alumna Smith-Jones", 6: "示"}
UNITS = (
    "示例（虚构）科技有限公司",
    "示例（虚构）新材料有限公司",
    "示例（虚构）医药有限公司",
    "示例（虚构）投资有限公司",
)
TITLES = ("董事长", "总经理", "首席科学家", "教授", "工程师", "创业者", "")
SEED = 2026
EVERY_CANCELLED = 40
FIRST_PHONE = 19_900_000_000


def load_people(
    session: Session, congress: Congress, count: int, *, alumnus_user_id: int, now: datetime, say: Callable[[str], None]
) -> None:
    """`count` guests with schools and forums; every fortieth cancelled again."""
    chance = random.Random(SEED)  # noqa: S311 -- a demo that is the same every time
    categories = {category.slug: category for category in categories_of(session, congress.id)}
    forums = list(forums_of(session, congress.id))
    schools = list(all_schools(session))
    invented = [school for school in schools if school.is_demo]
    for number in range(1, count + 1):
        name = SPECIAL_NAMES.get(number, f"示例校友{number:03d}")
        category = categories["guest" if number % 12 else chance.choice(["vip", "delegate", "press", "volunteer"])]
        first = invented[0] if number == 1 else chance.choice(invented if number % 3 else schools)
        also = [chance.choice(invented)] if number % 4 == 0 else []
        claims = {school.id: Learned(school, chance.randint(1985, 2024)) for school in [first, *also]}
        wish = Wish(
            person=PersonFacts(
                name=name,
                email="alumnus@demo.example" if number == 1 else f"guest{number}@demo.example",
                phone=f"+86{FIRST_PHONE + number}" if number % 2 else None,
                organisation=chance.choice(UNITS),
                title=chance.choice(TITLES),
            ),
            category=category,
            language="en" if number % 10 == 0 else "zh",
            schools=list(claims.values()),
            forums=_choose(chance, forums),
            consents={purpose: chance.random() < 0.7 for purpose in list(Purpose)[1:]},  # noqa: PLR2004 -- most agree
            user_id=alumnus_user_id if number == 1 else None,
        )
        registration = _register(session, congress, wish, now=now)
        if number % EVERY_CANCELLED == 0:
            cancel_registration(session, registration, by=SYSTEM, now=now)
        if number % 500 == 0:
            say(f"  {number} of {count} guests")


def _register(session: Session, congress: Congress, wish: Wish, *, now: datetime) -> Registration:
    """With all forums, or with none where one of them is full and keeps no waitlist."""
    try:
        with session.begin_nested():
            return register_person(session, congress, wish, by=SYSTEM, now=now)
    except ForumFull:
        without = Wish(**{**vars(wish), "forums": ()})
        return register_person(session, congress, without, by=SYSTEM, now=now)


def _choose(chance: random.Random, forums: list[Forum]) -> list[str]:
    """A few forums that do not overlap."""
    chosen: list[Slot] = []
    for forum in chance.sample(forums, k=chance.randint(1, 6)):
        slot = Slot(forum.slug, forum.starts_at, forum.ends_at)
        if not any(overlaps(slot, other) for other in chosen):
            chosen.append(slot)
    return [slot.key for slot in chosen]
