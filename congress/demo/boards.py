"""Boards of the demo in two states, and its yearly report: what was announced long enough ago is final by now."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.actions import create_user
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.accounts.states import Role
from congress.credit.keys import board_key
from congress.credit.publishing import finalise_publication, publish_board
from congress.foundation.access import SYSTEM, Grant
from congress.programme.models import Congress
from congress.yearly.actions import freeze_report, release_report

FINAL = ("investment-university", "investment-prefecture", "donation-school")
ANNOUNCED = ("talent-university", "investment-county")
OPEN_FOR = timedelta(days=8)


def load_boards(
    session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, then: datetime, now: datetime
) -> None:
    """Some as they stood at `then`, final now; others announced now, open to objections."""
    by, key = actor_of(users["organiser"]), board_key()
    for slug in FINAL:
        published = publish_board(
            session, congress, slug, as_of=None, objections_until=then + OPEN_FOR, key=key, zone=zone, by=by, now=then
        )
        finalise_publication(session, published, by=by, now=now)
    for slug in ANNOUNCED:
        publish_board(
            session, congress, slug, as_of=None, objections_until=None, key=key, zone=zone, by=by, now=now
        )  # fmt: skip


def load_yearly_report(
    session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, period: int, now: datetime
) -> None:
    """One that two people have released, and a newer one that waits for the second."""
    address = Address(email="second-organiser@demo.example")
    grants = [Grant(Role.ORGANISER)]
    second = actor_of(
        create_user(session, address, name="演示组委会（复核）", password=None, grants=grants, by=SYSTEM, now=now)
    )
    first, key = actor_of(users["organiser"]), board_key()
    report = freeze_report(session, congress, period, key=key, zone=zone, by=first, now=now)
    release_report(session, report, "示例专班〔2036〕9号（虚构）", by=second, now=now)
    freeze_report(session, congress, period, key=key, zone=zone, by=second, now=now)
