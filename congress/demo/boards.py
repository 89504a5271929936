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
from congress.credit.rule_sets import CURRENT, rules_text
from congress.credit.rule_versions import put_in_force, save_draft
from congress.foundation.access import SYSTEM, Grant
from congress.programme.models import Congress
from congress.yearly.actions import freeze_report, release_report

FINAL = ("investment-university", "investment-prefecture", "donation-school")
ANNOUNCED = ("talent-university", "investment-county", "overall-university")
OPEN_FOR = timedelta(days=8)
RULES = "2024-1-demo"
COMPOSITE = """
[[composites]]
slug = "overall-university"
entity_kind = "university"
zh = "综合评分（虚构规则）"
en = "Overall score (invented rules)"
places = 8
[[composites.components]]
board = "investment-university"
scheme = "efficacy"
weight = 60
[[composites.components]]
board = "talent-university"
scheme = "sum"
weight = 25
[[composites.components]]
board = "donation-university"
scheme = "sum"
weight = 15
"""


def load_rules(session: Session, users: dict[str, User], *, now: datetime) -> None:
    """The usual rules and, beside their boards, one by points; in force before anything is counted."""
    by = actor_of(users["organiser"])
    text = rules_text().replace(f'version = "{CURRENT}"', f'version = "{RULES}"') + COMPOSITE
    draft = save_draft(session, text, by=by, now=now)
    put_in_force(session, draft, now + timedelta(hours=1), by=by, now=now)


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
