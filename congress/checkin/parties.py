"""People who come together: kept by the organisers, let in at once by their leader's badge."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.errors import InAnotherParty
from congress.checkin.guest_queries import members_outside, party_led_by, registrations_by_codes
from congress.checkin.judging import Told
from congress.checkin.models import Companion, CompanionGroup, Gate
from congress.checkin.queries import counted_day
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.models import Congress
from congress.programme.queries import categories_of
from congress.registration.models import Registration

MOST_MEMBERS = 200


def keep_party(
    session: Session, congress_id: int, party: CompanionGroup | None, *, name: str, leader: str, members: str,
    by: Actor, now: datetime,
) -> CompanionGroup:  # fmt: skip
    """A new party, or another list for one that is there; people are named by the codes of their registrations.

    Raises:
        Invalid: a code that nobody has, or too many.
        InAnotherParty: nobody comes with two leaders.
    """
    [leads] = _people(session, congress_id, "leader", [leader.strip().upper()])
    codes = list(dict.fromkeys(re.findall(r"[0-9A-Z-]+", members.upper())))
    if len(codes) > MOST_MEMBERS:
        raise Invalid.field("members", _("At most %(most)s people come with one leader.", most=MOST_MEMBERS))
    people = [one for one in _people(session, congress_id, "members", codes) if one.id != leads.id]
    if party is None:
        party = CompanionGroup(congress_id=congress_id, members=[])
        session.add(party)
    party.name, party.leader_id = name, leads.id
    kept = {member.registration_id: member for member in party.members}
    with unique_or(session, InAnotherParty()):
        party.members = [kept.get(one.id) or Companion(registration_id=one.id) for one in people]
    record(session, by, "party.kept", "party", party.id, now=now, leader=leads.code, members=len(people))
    return party


def _people(session: Session, congress_id: int, field: str, codes: Sequence[str]) -> list[Registration]:
    found = registrations_by_codes(session, congress_id, codes)
    unknown = [code for code in codes if code not in found]
    if unknown or not codes:
        raise Invalid.field(field, _("Nobody is registered under: %(codes)s", codes=", ".join(unknown) or "–"))
    return [found[code] for code in codes]


def remove_party(session: Session, party: CompanionGroup, *, by: Actor, now: datetime) -> None:
    """The people stay as they are; they only come one by one."""
    record(session, by, "party.removed", "party", party.id, now=now, members=len(party.members))
    session.delete(party)


def allow_companions(
    session: Session, congress: Congress, numbers: Mapping[str, int], *, by: Actor, now: datetime
) -> None:
    """How many others each of a category (by its short name) may register along with themselves from now on."""
    for category in categories_of(session, congress.id):
        allowed = numbers.get(category.slug, category.companions)
        if allowed != category.companions:
            category.companions = allowed
            record(
                session, by, "companions.allowed", "congress", congress.slug, now=now, category=category.slug,
                count=allowed,
            )  # fmt: skip


def scans_of_party(session: Session, gate: Gate, leader: str, *, scan_id: str, now: datetime) -> list[Told]:
    """A scan for each member who is not inside: each of them is admitted or refused by themselves."""
    party = party_led_by(session, gate.congress_id, leader)
    outside = members_outside(session, party, gate.target, counted_day(session, gate, now)) if party else []
    return [Told(f"{scan_id}-{row.id}", row.code, gate.slug, now.isoformat(), 0, offline=False) for row in outside]
