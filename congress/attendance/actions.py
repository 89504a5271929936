"""Issuing certificates, and asking for lists."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.attendance.errors import DidNotCome, NotOverYet
from congress.attendance.models import Certificate
from congress.attendance.queries import certificate_of
from congress.attendance.register import Presence, presence_of
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.ids import random_text
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.registration.queries import lock_registration

CODE_LENGTH = 16


def is_over(congress: Congress, *, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the last day has passed."""
    return local_day(now, zone) > congress.ends_on


def certify(
    session: Session, congress: Congress, registration: Registration, *, zone: ZoneInfo, by: Actor, now: datetime
) -> tuple[Certificate, Presence]:
    """The person's certificate; one code for good, also when it is asked for twice at once.

    Raises:
        NotOverYet: the congress is not over.
        DidNotCome: no entry shows the person.
    """
    if not is_over(congress, now=now, zone=zone):
        raise NotOverYet
    presence = presence_of(session, congress.id, registration.id)
    if presence is None:
        raise DidNotCome
    lock_registration(session, registration.id)
    certificate = certificate_of(session, registration.id)
    if certificate is None:
        certificate = Certificate(
            congress_id=congress.id, registration_id=registration.id, code=random_text(CODE_LENGTH), issued_at=now
        )
        session.add(certificate)
        record(session, by, "certificate.issued", "registration", registration.code, now=now)
    return certificate, presence
