"""Planned dates of the demo's projects: overdue and told of, moved with a reason, ahead."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.deadlines.actions import move_date, plan_date, remind_owners
from congress.foundation.clock import local_day
from congress.outcomes.states import Kind
from congress.programme.models import Congress
from congress.signing.queries import signed_intentions

# of each of the place's projects: days from now, and whether it was moved
PLANS = (
    ((Kind.STARTED, -35, False), (Kind.IN_PRODUCTION, 120, False)),
    ((Kind.CAPITAL_ARRIVED, -9, False),),
    ((Kind.STARTED, -20, True), (Kind.CAPITAL_ARRIVED, 25, False)),
    ((Kind.REGISTERED, -2, False),),
    ((Kind.IN_PRODUCTION, -1, False),),
)
DAY = timedelta(days=1)


def load_deadlines(
    session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, now: datetime
) -> None:
    """Plan them as of long ago, and let the weeks pass in which somebody was told."""
    by, today = actor_of(users["division"]), local_day(now, zone)
    for intention, plans in zip(signed_intentions(session, by, congress.id, "investment"), PLANS, strict=False):
        for kind, days, moved in plans:
            facts = {"kind": kind, "due_on": today + timedelta(days=days)}
            planned = plan_date(session, intention, facts, by=by, now=now - 60 * DAY)
            if moved:
                reason = "示例原因：用地手续尚在办理（虚构）"
                move_date(session, planned, today + 15 * DAY, reason, zone=zone, by=by, now=now - 5 * DAY)
    for weeks in (5, 3, 1, 0):
        remind_owners(session, zone=zone, now=now - 7 * weeks * DAY)
