"""What sends campaigns by itself."""

from congress.campaigns.actions import SEND, send_batch
from congress.campaigns.queries import sending_campaigns
from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job


@job(SEND, every=30)
def send_letters() -> int:
    """Write to whoever is left of each released campaign, a batch in a transaction of its own.

    Safe to run twice and side by side: a campaign is locked while its batch is written.
    """
    with reading() as session:
        campaigns = list(sending_campaigns(session))
    return sum(_send(campaign_id) for campaign_id in campaigns)


def _send(campaign_id: int) -> int:
    written = 0
    while True:
        with unit_of_work() as session:
            batch = send_batch(session, campaign_id, now=clock.now())
        if not batch:
            return written
        written += batch
