"""What the help desk does by itself."""

from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.helpdesk.actions import escalate_late_calls


@job("helpdesk.escalate_late", every=300)
def escalate_late() -> int:
    """Tell the officers of late calls. Safe to run twice: each is told of once."""
    with unit_of_work() as session:
        return escalate_late_calls(session, now=clock.now())
