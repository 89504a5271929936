"""Freezing a yearly report, releasing it, withdrawing it. Start reading at `freeze_report`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from congress.credit.publication_file import canonical, sign_file
from congress.credit.rule_queries import rules_at
from congress.credit.rules import period_of_day
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.programme.models import Congress
from congress.yearly.errors import SecondPerson
from congress.yearly.facts import gather
from congress.yearly.models import YearReport
from congress.yearly.queries import lock_report
from congress.yearly.rules import FORMAT
from congress.yearly.states import ReportState

OLDEST = 2000


def freeze_report(
    session: Session, congress: Congress, period: int | None, *, key: Ed25519PrivateKey, zone: ZoneInfo, by: Actor,
    now: datetime,
) -> YearReport:  # fmt: skip
    """Freeze what a counting year has come to by now, and sign it; the running year unless one is named.

    Raises:
        Invalid: the year has not begun.
        LedgerFault, SumsDiffer: what it would be made of does not hold.
    """
    running = period_of_day(local_day(now, zone), rules_at(session, now))
    period = running if period is None else period
    if not OLDEST <= period <= running:
        raise Invalid.field("period", _("This counting year has not begun."))
    facts = gather(session, congress, period, zone=zone, by=by, now=now)
    report = YearReport(
        public_id=new_id(), congress_id=congress.id, period=period, as_of=now,
        document=canonical(sign_file(facts, key, form=FORMAT)).decode(), frozen_by=by.user_id,
        frozen_name=by.display_name[:120],
    )  # fmt: skip
    session.add(report)
    session.flush()
    record(session, by, "report.frozen", "report", report.public_id, now=now, period=period)
    return report


def release_report(session: Session, report: YearReport, document_number: str, *, by: Actor, now: datetime) -> None:
    """Let a report out, read by somebody who did not freeze it; raises SecondPerson, StateRefused."""
    if by.user_id is None or by.user_id == report.frozen_by:
        raise SecondPerson
    _decide(session, report, ReportState.RELEASED, by=by, now=now)
    report.document_number = document_number
    record(session, by, "report.released", "report", report.public_id, now=now)


def withdraw_report(session: Session, report: YearReport, reason: str, *, by: Actor, now: datetime) -> None:
    """Drop what was not released; raises StateRefused."""
    _decide(session, report, ReportState.WITHDRAWN, by=by, now=now)
    report.reason = reason
    record(session, by, "report.withdrawn", "report", report.public_id, now=now)


def _decide(session: Session, report: YearReport, new: ReportState, *, by: Actor, now: datetime) -> None:
    lock_report(session, report)
    if not report.may_become(new):
        raise StateRefused
    report.state = new
    report.decided_by, report.decided_name, report.decided_at = by.user_id, by.display_name[:120], now
