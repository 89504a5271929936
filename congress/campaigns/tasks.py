"""What sends campaigns by itself."""

from collections.abc import Callable
from functools import partial

from congress.campaigns.actions import SEND, send_batch
from congress.campaigns.queries import sending_campaigns
from congress.campaigns.reminder_queries import running_reminders
from congress.campaigns.reminders import send_due
from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.foundation.pages import zone


@job(SEND, every=30)
def send_letters() -> int:
    """Write to whoever is left of each released campaign, a batch in a transaction of its own.

    Safe to run twice and side by side: a campaign is locked while its batch is written.
    """
    with reading() as session:
        campaigns = list(sending_campaigns(session))
    return sum(_until_none_is_left(partial(send_batch, campaign_id=one)) for one in campaigns)


@job("campaigns.send_reminders", every=60)
def send_reminders() -> int:
    """Tell whoever is to be reminded or thanked now; safe to run twice and side by side like the campaigns."""
    with reading() as session:
        reminders = list(running_reminders(session))
    return sum(_until_none_is_left(partial(send_due, reminder_id=one, zone=zone())) for one in reminders)


def _until_none_is_left(send: Callable[..., int]) -> int:
    written = 0
    while True:
        with unit_of_work() as session:
            batch = send(session, now=clock.now())
        if not batch:
            return written
        written += batch
