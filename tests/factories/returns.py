"""A month of returns for tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import Actor, Grant
from congress.programme.models import Congress
from congress.returns.actions import open_period
from congress.returns.queries import returns_of
from congress.returns.rules import STANDARD, write_lines

EVERYTHING = Actor(user_id=None, display_name="示例组织方", grants=(Grant("organiser"),))


def open_a_month(session: Session, congress: Congress, unit: str) -> dict[str, str]:
    """The running month for universities and prefectures; the return asked for is that of `unit`."""
    now = datetime.now(UTC)
    facts = {"month": now.date().replace(day=1), "template": write_lines(STANDARD), "working_days": 5,
             "kinds": ["university", "prefecture"], "departments": []}  # fmt: skip
    period = open_period(session, congress, facts, zone=ZoneInfo("Asia/Shanghai"), by=EVERYTHING, now=now)
    [filing] = [one for one in returns_of(session, EVERYTHING, period.id) if one.code == unit]
    return {"month": period.slug, "filing": filing.public_id}
