"""The gates of the demo congress: two at the entrance, a lunch of each day, and one for each forum that is checked."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.actions import create_gate
from congress.checkin.states import GateKind
from congress.demo.logins import GATE_SLUG
from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.programme.queries import forums_of

CHECKED = ("invest-industry", "research-pitch", "closed-roundtable", "signing")


def load_gates(session: Session, congress: Congress, *, now: datetime) -> None:
    forums = {forum.slug: forum for forum in forums_of(session, congress.id)}
    for slug, name, re_entry in (
        (GATE_SLUG, "正门", False),
        ("south", "南门", False),
        ("lobby", "展区（可再次进入）", True),
    ):
        create_gate(session, congress, slug=slug, name=name, forum=None, re_entry=re_entry, by=SYSTEM, now=now)
    for number in (1, 2):
        create_gate(
            session, congress, slug=f"desk-{number}", name=f"报到处{number}号台", forum=None, re_entry=False,
            kind=GateKind.DESK, by=SYSTEM, now=now,
        )  # fmt: skip
    create_gate(
        session, congress, slug="lunch", name="午餐", forum=None, re_entry=False, kind=GateKind.MEAL, daily=True,
        by=SYSTEM, now=now,
    )  # fmt: skip
    for slug in CHECKED:
        name = f"{forums[slug].title_zh}门口"
        create_gate(session, congress, slug=slug, name=name, forum=forums[slug], re_entry=False, by=SYSTEM, now=now)
