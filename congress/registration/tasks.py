"""What registration does by itself."""

from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.registration.actions import expire_offer
from congress.registration.invitations import release_expired
from congress.registration.queries import expired_offers


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
