"""Invented promises to investors on the desk of the demo's place: one overdue and told above, one due soon, one kept and confirmed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.sessions import actor_of
from congress.demo.logins import DIVISION_CODE
from congress.foundation.clock import local_day
from congress.programme.models import Congress
from congress.promises.actions import answer_promise, climb, move_promise, record_promise
from congress.promises.states import PromiseState
from congress.signing.queries import newest_intentions

PROMISES = (
    ("标准厂房前两年租金按虚构办法减半（虚构）", 1_200_000_00, -20, PromiseState.IN_WORK),
    ("协助办理用地预审，明确专人对接（虚构）", None, 10, None),
    ("引进人才安家补助（虚构）", 500_000_00, -40, PromiseState.KEPT),
)


def load_promises(
    session: Session, congress: Congress, users: dict[str, User], *, zone: ZoneInfo, now: datetime
) -> None:
    """One on each of the place's newest intentions."""
    by = actor_of(users["division"])
    intentions = newest_intentions(session, by, congress.id, limit=len(PROMISES))
    for intention, (text, amount, days, state) in zip(intentions, PROMISES, strict=False):
        facts = {
            "text": text, "office": DIVISION_CODE, "due_on": local_day(now, zone) + timedelta(days=days),
            "amount_fen": amount, "basis": "示例政策〔2036〕1号（虚构）", "review_number": "示例审查〔2036〕1号",
        }  # fmt: skip
        promise = record_promise(session, intention, facts, by=by, now=now)
        if state:
            move_promise(session, promise, state, "虚构的演示凭证", by=by, now=now)
        if state is PromiseState.KEPT:
            answer_promise(session, promise, "补助已到账（虚构）", confirmed=True, now=now)
    climb(session, zone=zone, now=now)
