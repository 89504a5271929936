"""Credit that comes to a school through its alumni alone waits until the school has confirmed one of them.

What the parties themselves name as schools of an intention counts at once (docs/decisions/0017).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.credit.actions import append_holds
from congress.credit.alma_mater_queries import (
    held_schools,
    intentions_from_alumni,
    unconfirmed_schools,
    waits_for_alma_maters,
)
from congress.credit.models import AlmaMaterSwitch
from congress.credit.queries import lock_head
from congress.credit.states import ALMA_MATER, HoldAct
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.programme.models import Congress


def settle_holds(session: Session, congress: Congress, intention: str, *, now: datetime) -> None:
    """Freeze what waits for an alma mater, and free what waits no more; safe to ask for at any time.

    The head is held first, so that an acceptance and a confirmation at the same moment see each other.
    """
    lock_head(session, congress.id)
    waits = waits_for_alma_maters(session, congress.id)
    wanted = unconfirmed_schools(session, intention) if waits else set()
    held = held_schools(session, congress.id, intention)
    for act, entities in ((HoldAct.FREEZE, wanted - held), (HoldAct.RELEASE, held - wanted)):
        append_holds(session, congress, intention, sorted(entities), act, cause=ALMA_MATER, now=now)


def switch_alma_maters(session: Session, congress: Congress, *, waits: bool, by: Actor, now: datetime) -> None:
    """Let credit of a congress wait for confirmed alma maters, or not; what is credited already follows."""
    session.merge(AlmaMaterSwitch(congress_id=congress.id, waits=waits))
    session.flush()
    record(session, by, "credit.alma_maters", "congress", congress.slug, now=now, waits=waits)
    for _congress, intention in intentions_from_alumni(session, congress.id):
        settle_holds(session, congress, intention, now=now)
