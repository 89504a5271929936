"""The congress that is measured: the demo's programme and schools, and thousands of invented guests with badges."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from congress.accounts.actions import issue_token
from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.alumni.models import Education, Person, PersonKey
from congress.alumni.rules import sameness_keys, sound_of, stroke_key
from congress.badges.tokens import Claims
from congress.badges.tokens import issue_token as badge_token
from congress.checkin.actions import create_gate
from congress.demo.load import load_demo
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from congress.foundation.ids import new_code, new_id
from congress.programme.models import Category, Congress, Forum
from congress.programme.queries import categories_of, congress_by_slug, forums_by_slug
from congress.registration.models import Badge, Holding, Registration
from congress.registration.passes import badge_code, badge_key
from congress.schools.models import School
from congress.schools.queries import all_schools

SLUG = "2026"
# forums of the demo that do not overlap: everybody holds all of them, so that each gate admits everybody once
FORUMS = ("opening", "new-materials", "job-fair", "signing")
PRINTED = "delegate"
AT_ONCE = 1000
FIRST_PHONE = 15_000_000_000
DEMO_GUESTS = 40


@dataclass
class Crowd:
    """What the rows need to know of it."""

    congress_id: int
    organiser_id: int
    token: str
    cookie: str = ""
    schools: list[str] = field(default_factory=list)
    # the tokens of all badges of the crowd, and the gates at which each is admitted once
    badges: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def gather(app: Flask, people: int, *, badges: int, now: datetime, say: Callable[[str], None]) -> Crowd:
    """Fill the empty database; the first `badges` people are delegates, whose badges are printed."""
    load_demo(registrations=DEMO_GUESTS, now=now, say=lambda _text: None)
    with unit_of_work() as session:
        congress = congress_by_slug(session, SLUG)
        organiser = user_by_address(session, "organiser@demo.example")
        if organiser is None:
            raise LookupError("The demo has no organiser.")
        token = issue_token(session, organiser, label="bench", scopes=(), by=SYSTEM, now=now)
        crowd = Crowd(congress.id, organiser.id, token, cookie=_signed_in(app, organiser))
        schools = list(all_schools(session))
        crowd.schools = [school.code for school in schools]
        forums = forums_by_slug(session, congress.id, FORUMS)
        # a seat for the crowd, and for everybody who registers while it is measured
        session.execute(
            update(Forum)
            .where(Forum.id.in_([forum.id for forum in forums]))
            .values(capacity=people + 1_000_000, taken=Forum.taken + people)
        )
        for forum in (None, *forums):
            slug = f"bench-{forum.slug if forum else 'entrance'}"
            create_gate(
                session, congress, slug=slug, name="示例签到点", forum=forum, re_entry=False, by=SYSTEM, now=now
            )
            crowd.gates.append(slug)
        for start in range(0, people, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, people))
            crowd.badges += _register(session, congress, numbers, forums, schools, badges=badges, now=now)
            if start and start % 20_000 == 0:
                say(f"  {start} of {people} people")
    return crowd


def _signed_in(app: Flask, user: User) -> str:
    """The cookie of a browser in which the user is signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(user=user.id, epoch=user.session_epoch, seen=int(datetime.now().astimezone().timestamp()))
    cookie = client.get_cookie("session")
    return f"session={cookie.value}" if cookie else ""


def _register(
    session: Session, congress: Congress, numbers: range, forums: list[Forum], schools: list[School], *,
    badges: int, now: datetime,
) -> list[str]:  # fmt: skip
    """These people with registration, badge, school and forums, as the product would store them; their tokens."""
    people = [_person(number, now) for number in numbers]
    person_ids = _stored(session, Person, people)
    keys = [
        {"key": key, "person_id": person_id}
        for person, person_id in zip(people, person_ids, strict=True)
        for key in sameness_keys(person["name"], email=person["email"], phone=person["phone"], organisation="")
    ]
    session.execute(insert(PersonKey), keys)
    educations = [
        {
            "person_id": person_id, "school_id": schools[number % len(schools)].id, "graduated": 1990 + number % 30,
            "claimed_at": now,
        }
        for number, person_id in zip(numbers, person_ids, strict=True)
    ]  # fmt: skip
    session.execute(insert(Education), educations)
    categories = {category.slug: category for category in categories_of(session, congress.id)}
    chosen = [categories[PRINTED if number < badges else "guest"] for number in numbers]
    first = congress.last_badge_number + 1
    registrations = [
        _registration(congress, person, person_id, category, first + position, now)
        for position, (person, person_id, category) in enumerate(zip(people, person_ids, chosen, strict=True))
    ]
    registration_ids = _stored(session, Registration, registrations)
    rows = list(_badges(congress, registration_ids, chosen, first, now))
    session.execute(insert(Badge), rows)
    holdings = [
        {"registration_id": each, "forum_id": forum.id, "status": "confirmed", "created_at": now}
        for each in registration_ids
        for forum in forums
    ]
    session.execute(insert(Holding), holdings)
    congress.last_badge_number += len(numbers)
    session.flush()
    key = badge_key()
    return [badge_token(Claims(congress.id, row["number"], row["serial"], row["category_letter"]), key) for row in rows]


def _stored(session: Session, model: Any, rows: list[dict[str, Any]]) -> list[int]:
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _person(number: int, now: datetime) -> dict[str, Any]:
    name = f"示例嘉宾{number:05d}"
    return {
        "public_id": new_id(), "name": name, "sound": sound_of(name), "email": f"crowd{number}@demo.example",
        "phone": f"+86{FIRST_PHONE + number}", "organisation": "示例（虚构）新材料有限公司", "title": "总经理",
        "created_at": now,
    }  # fmt: skip


def _registration(
    congress: Congress, person: dict[str, Any], person_id: int, category: Category, number: int, now: datetime
) -> dict[str, Any]:
    told = ("name", "sound", "email", "phone", "organisation", "title")
    return {name: person[name] for name in told} | {
        "code": new_code(), "congress_id": congress.id, "person_id": person_id, "category_id": category.id,
        "status": "confirmed", "phone_tail": person["phone"][-4:], "stroke_key": stroke_key(person["name"]),
        "language": "zh", "answers": {}, "created_at": now, "changed_at": now, "number": number,
    }  # fmt: skip


def _badges(
    congress: Congress, registration_ids: list[int], categories: list[Category], first: int, now: datetime
) -> Iterator[dict[str, Any]]:
    for number, (registration_id, category) in enumerate(zip(registration_ids, categories, strict=True), first):
        yield {
            "congress_id": congress.id, "registration_id": registration_id, "number": number, "serial": 1,
            "category_letter": category.letter, "code": badge_code(congress.id, number, 1), "issued_at": now,
        }  # fmt: skip
