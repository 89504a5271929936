"""People under review, two records of one person, and changes that reached paper; all invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.alumni.actions import Learned, PersonFacts
from congress.alumni.queries import educations_of
from congress.changes.actions import tick_off
from congress.changes.models import ChangeSlip
from congress.changes.queries import slips_statement
from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.programme.queries import category_by_slug
from congress.registration.actions import change_registration, register_person
from congress.registration.badges import note_printed
from congress.registration.models import Registration
from congress.registration.queries import first_registrations, standing_badge
from congress.registration.wish import Wish
from congress.review.actions import ask_for_more

UNDER_REVIEW = ("示例待审甲", "示例待审乙", "示例待审丙")


def load_changes(session: Session, congress: Congress, users: dict[str, User], *, now: datetime) -> None:
    """Nothing where hardly anybody is registered."""
    guests = first_registrations(session, congress.id, 6)[3:]
    if len(guests) < 3:  # noqa: PLR2004 -- one for each change
        return
    by = actor_of(users["organiser"])
    waiting = [_wait(session, congress, number, name, now=now) for number, name in enumerate(UNDER_REVIEW, start=1)]
    ask_for_more(session, waiting[0], "示例：请补充单位证明或学历证明。", by=by, now=now)
    _come_again(session, congress, guests[0], now=now)
    note_printed(session, [badge.id for one in guests if (badge := standing_badge(one))], now=now)
    change_registration(session, guests[1], {"title": "示例副总经理"}, by=by, now=now)
    change_registration(session, guests[2], {"organisation": "示例（虚构）集团"}, by=by, now=now)
    slip = session.scalars(slips_statement(congress.id, closed=False).order_by(ChangeSlip.id)).first()
    if slip is not None:
        tick_off(session, slip, slip.tasks[0].id, by=by, now=now)


def _wait(session: Session, congress: Congress, number: int, name: str, *, now: datetime) -> Registration:
    """Somebody who registered some days ago and has not been let in."""
    facts = PersonFacts(name=name, email=f"waiting{number}@demo.example", organisation="示例（虚构）商会")
    was, congress.approval = congress.approval, True
    made = _register(session, congress, facts, (), now=now - timedelta(days=3 * (len(UNDER_REVIEW) - number) + 1))
    congress.approval = was
    return made


def _come_again(session: Session, congress: Congress, guest: Registration, *, now: datetime) -> None:
    """The same person by another address: a likely double."""
    learned = [Learned(one.school, one.graduated, one.degree) for one in educations_of(session, [guest.person_id])]
    facts = PersonFacts(name=guest.name, email="twice@demo.example", organisation=guest.organisation)
    _register(session, congress, facts, learned, now=now)


def _register(
    session: Session, congress: Congress, facts: PersonFacts, learned: Sequence[Learned], *,
    now: datetime,
) -> Registration:  # fmt: skip
    category = category_by_slug(session, congress.id, "guest")
    assert category is not None  # noqa: S101 -- the demo's programme has one
    wish = Wish(person=facts, category=category, schools=learned)
    return register_person(session, congress, wish, by=SYSTEM, now=now)
