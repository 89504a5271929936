"""What registration does by itself."""

from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.registration.invitations import release_expired
from congress.registration.queries import expired_offers
from congress.registration.seats import give_up


@job("registration.expire_offers", every=60)
def expire_offers() -> int:
    """Pass on the seats whose offers were not taken in time. Safe to run twice: an expired offer is gone."""
    with unit_of_work() as session:
        now = clock.now()
        expired = list(expired_offers(session, now=now))
        for holding in expired:
            give_up(session, holding, now=now)
    return len(expired)


@job("registration.release_invitations", every=60)
def release_invitations() -> int:
    """Give back the seats of invitations that have expired. Safe to run twice: each is released once."""
    with unit_of_work() as session:
        return release_expired(session, now=clock.now())
