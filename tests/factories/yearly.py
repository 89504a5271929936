"""Yearly reports for tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.queries import user_by_address
from congress.credit.keys import board_key
from congress.foundation.access import Actor, Grant
from congress.programme.models import Congress
from congress.yearly.actions import freeze_report, release_report


def release_a_report(session: Session, congress: Congress, first: str, second: str) -> dict[str, str]:
    """A report of the running year, frozen by one user and released by another, whatever roles they have."""
    one, other = (_organiser(session, address) for address in (first, second))
    now = datetime.now(UTC)
    report = freeze_report(session, congress, None, key=board_key(), zone=ZoneInfo("Asia/Shanghai"), by=one, now=now)
    release_report(session, report, "示例〔2036〕9号", by=other, now=now)
    return {"report": report.public_id}


def _organiser(session: Session, address: str) -> Actor:
    user = user_by_address(session, address)
    assert user is not None
    return Actor(user_id=user.id, display_name=user.name, grants=(Grant("organiser"),))
