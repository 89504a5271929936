"""Two invented months of returns: the last one due, the one before filed by the demo's school."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.foundation.clock import local_day
from congress.programme.models import Congress
from congress.returns.actions import accept_return, file_return, open_period
from congress.returns.queries import may_file, returns_of
from congress.returns.rules import STANDARD, month_before, write_lines


def load_returns(
    session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, now: datetime
) -> None:
    """The school's older return is accepted and the place's is filed; what is newer waits on their desks."""
    organiser, school, division = (actor_of(users[name]) for name in ("organiser", "school", "division"))
    newer = month_before(local_day(now, zone))
    facts = {
        "template": write_lines(STANDARD), "working_days": 5, "departments": ["示例厅（虚构）"],
        "kinds": ["university", "prefecture", "functional"],
    }  # fmt: skip
    said = {
        "nil": False, "note": "", "signed_by": "示例分管领导（虚构）", "signed_post": "副校长", "contact": "示例联络员",
        "phone": "0731-00000000",
    }  # fmt: skip
    then = now - timedelta(days=30)
    older = open_period(session, congress, facts | {"month": month_before(newer)}, zone=zone, by=organiser, now=then)
    for found in returns_of(session, school, older.id):
        file_return(session, found, said | {"figures": {"visits": 3, "leads": 2}}, zone=zone, by=school, now=then)
        accept_return(session, found, by=organiser, now=then)
    for found in returns_of(session, division, older.id):
        if may_file(division, found):
            file_return(session, found, said | {"figures": {}, "nil": True}, zone=zone, by=division, now=then)
    open_period(session, congress, facts | {"month": newer}, zone=zone, by=organiser, now=now)
