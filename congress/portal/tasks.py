"""The background's sign of life."""

from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.heartbeat import BACKGROUND, EVERY, renew_heartbeat
from congress.foundation.jobs import job


@job("portal.beat", every=EVERY)
def beat() -> None:
    """Show that jobs are sent, received and worked off; `/readyz` looks at it."""
    with unit_of_work() as session:
        renew_heartbeat(session, BACKGROUND, now=clock.now())
