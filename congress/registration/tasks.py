"""What registration does by itself."""

from congress.foundation import clock
from congress.foundation.batches import batches_with_file, remove_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.registration import rosters
from congress.registration.actions import expire_offer
from congress.registration.invitations import release_expired
from congress.registration.queries import expired_offers
from congress.registration.roster_queries import forget_contents


@job("registration.expire_offers", every=60)
def expire_offers() -> int:
    """Pass on the seats whose offers were not taken in time. Safe to run twice: an expired offer is gone."""
    now = clock.now()
    with reading() as session:
        expired = list(expired_offers(session, now=now))
    passed_on = 0
    for registration_id, forum_id in expired:
        with unit_of_work() as session:
            passed_on += expire_offer(session, registration_id, forum_id, now=now)
    return passed_on


@job("registration.release_invitations", every=60)
def release_invitations() -> int:
    """Give back the seats of invitations that have expired. Safe to run twice: each is released once."""
    with unit_of_work() as session:
        return release_expired(session, now=clock.now())


@job(rosters.WORK)
def load_roster(batch_id: int) -> None:
    """Try a list of people out or store it; safe to run twice, since a batch is leased."""
    rosters.load_roster(batch_id)


@job("registration.forget_rosters", every=3600)
def forget_rosters() -> int:
    """Forget lists of people whose day is over, and what was noticed in them. Safe to run twice."""
    before = clock.now() - rosters.LIVES
    with unit_of_work() as session:
        for batch in batches_with_file(session, rosters.WORK, before=before):
            remove_batch_file(session, batch)
        return forget_contents(session, before=before)
