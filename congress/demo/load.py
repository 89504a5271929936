"""Loading the demo congress, step by step."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.actions import create_user
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.credit.rule_queries import rules_at
from congress.credit.rules import period_of_day
from congress.demo.alma_maters import load_alma_maters
from congress.demo.boards import load_boards, load_rules, load_yearly_report
from congress.demo.calls import load_calls
from congress.demo.campaigns import load_campaign, load_reminders
from congress.demo.changes import load_changes
from congress.demo.dates import load_dates
from congress.demo.deadlines import load_deadlines
from congress.demo.delegations import load_delegations
from congress.demo.errors import NotEmpty
from congress.demo.gates import load_gates
from congress.demo.letters import load_letters
from congress.demo.logins import LOGINS, PASSWORD, shown_logins
from congress.demo.payments import load_payments
from congress.demo.people import load_people
from congress.demo.programme import load_programme
from congress.demo.projects import load_projects
from congress.demo.promises import load_promises
from congress.demo.questions import load_questions
from congress.demo.reference import load_reference
from congress.demo.returns import load_returns
from congress.demo.rights import load_rights
from congress.demo.screens import load_screens
from congress.demo.seats_and_topics import load_seats, load_texts, load_topics
from congress.demo.stay import load_stay
from congress.demo.story import load_story
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.clock import local_day
from congress.foundation.db import unit_of_work
from congress.programme.queries import all_congresses
from congress.settings import Settings

# when projects were signed and verified, so that boards of then are final by now
LONG_AGO = timedelta(days=15)


def load_demo(*, registrations: int, now: datetime, say: Callable[[str], None]) -> list[dict[str, str]]:
    """Fill an empty database; answers the logins. All of it, or nothing.

    Raises:
        NotEmpty: there is a congress already.
    """
    settings: Settings = current_app.extensions["settings"]
    with unit_of_work() as session:
        if all_congresses(session):
            raise NotEmpty
        say("Loading schools, divisions and industries …")
        load_reference(session)
        say("Loading the programme …")
        congress = load_programme(session, now=now, zone=settings.timezone)
        users = _load_users(session, now=now)
        say(f"Registering {registrations} invented guests …")
        load_people(session, congress, registrations, alumnus_user_id=users["alumnus"].id, now=now, say=say)
        load_questions(session, congress, now=now)
        load_letters(session, now=now)
        load_campaign(session, congress, users, now=now)
        load_reminders(session, congress, users, now=now)
        load_dates(session, congress, now=now)
        load_gates(session, congress, now=now)
        load_screens(session, congress, now=now)
        load_payments(session, congress, now=now)
        load_calls(session, congress, users, zone=settings.timezone, now=now)
        load_rights(session, congress, zone=settings.timezone, now=now)
        load_seats(session, congress, users, now=now)
        load_stay(session, congress, zone=settings.timezone, now=now)
        load_topics(session, congress, users, now=now)
        load_texts(session, congress, now=now)
        say("Signing invented projects …")
        then, zone = now - LONG_AGO, settings.timezone
        load_rules(session, users, now=then - timedelta(days=1))
        load_projects(session, congress, users, settings, now=then, say=say)
        load_story(session, congress, users, settings, now=then)
        load_boards(session, congress, users, zone=zone, then=then, now=now)
        load_alma_maters(session, congress, users, settings, now=now)
        load_changes(session, congress, users, now=now)
        load_promises(session, congress, users, zone=settings.timezone, now=now)
        if registrations:
            load_delegations(session, congress, now=now)
        load_deadlines(session, congress, users, zone=settings.timezone, now=now)
        load_returns(session, congress, users, zone=settings.timezone, now=now)
        period = period_of_day(local_day(then, zone), rules_at(session, now))
        load_yearly_report(session, congress, users, zone=zone, period=period, now=now)
    return shown_logins()


def _load_users(session: Session, *, now: datetime) -> dict[str, User]:
    return {
        login.role.value: create_user(
            session,
            Address(email=login.email),
            name=login.name,
            password=PASSWORD,
            grants=[Grant(login.role, login.scope_kind, login.scope_code)],
            by=SYSTEM,
            now=now,
        )
        for login in LOGINS
    }
