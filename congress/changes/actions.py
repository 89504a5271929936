"""Writing a slip and ticking its tasks off."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.changes.errors import NoSuchSlip
from congress.changes.models import ChangeSlip, SlipTask
from congress.changes.queries import existing_papers
from congress.changes.rules import FIELD_NAMES, kind_of, touched_papers
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.registration.models import Registration


def write_slip(
    session: Session, registration: Registration, before: Mapping[str, Any], after: Mapping[str, Any],
    forums: Collection[str], *, by: Actor, now: datetime,
) -> ChangeSlip | None:  # fmt: skip
    """A slip with a task for each paper that is touched; None where no paper shows what changed."""
    papers = touched_papers(after.keys(), existing_papers(session, registration, forums))
    if not papers:
        return None
    slip = ChangeSlip(
        congress_id=registration.congress_id, registration_id=registration.id, kind=kind_of(after.keys()),
        before={name: before[name] for name in FIELD_NAMES if name in before},
        after={name: after[name] for name in FIELD_NAMES if name in after},
        written_by=by.user_id, written_at=now, tasks=[SlipTask(paper=paper) for paper in papers],
    )  # fmt: skip
    session.add(slip)
    session.flush()
    record(session, by, "slip.written", "slip", slip.id, now=now, registration=registration.code, papers=papers)
    return slip


def tick_off(session: Session, slip: ChangeSlip, task_id: int, *, by: Actor, now: datetime) -> None:
    """Say that a paper is printed again or a list put right; the slip is closed with its last one.

    Whoever did it first stays the one who did it. Raises NoSuchSlip where the slip has no such task.
    """
    task = next((one for one in slip.tasks if one.id == task_id), None)
    if task is None:
        raise NoSuchSlip
    if task.done_at is not None:
        return
    task.done_at, task.done_by, task.done_name = now, by.user_id, by.display_name[:120]
    if slip.done == len(slip.tasks):
        slip.closed_at = now
    record(session, by, "slip.ticked", "slip", slip.id, now=now, paper=task.paper)
    session.flush()
