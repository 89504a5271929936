"""A deputy 替会: somebody else comes in the place of the one who was expected, with its code, forums and category."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts, give_consents, know_person
from congress.alumni.rules import sound_of, stroke_key
from congress.alumni.states import Purpose
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import StateRefused
from congress.foundation.uploads import Upload
from congress.questions.actions import forget_answers
from congress.registration.badges import reissue_badge
from congress.registration.differences import printed_facts, tell_difference
from congress.registration.errors import AlreadyRegistered
from congress.registration.models import Deputy, Registration
from congress.registration.photos import let_photos_go
from congress.registration.queries import lock_registration
from congress.registration.states import Status


def send_deputy(
    session: Session, registration: Registration, deputy: PersonFacts, *, reason: str, letter: Upload | None,
    agreed: bool = True, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """The place passes on whole; the badge of the one who was expected is void from this moment.

    Who has not `agreed` is still to be asked.

    Raises:
        StateRefused: the registration is not confirmed.
        AlreadyRegistered: the deputy has a place of their own.
    """
    lock_registration(session, registration.id)
    if registration.status != Status.CONFIRMED:
        raise StateRefused
    before = printed_facts(registration)
    person = know_person(session, deputy, now=now).person
    if person.id == registration.person_id:
        raise AlreadyRegistered
    session.add(
        Deputy(
            registration_id=registration.id, person_id=registration.person_id, name=registration.name,
            organisation=registration.organisation, title=registration.title, reason=reason, upload=letter, at=now,
        )
    )  # fmt: skip
    if letter is not None:
        letter.attached = True
    if agreed:
        give_consents(session, person.id, {Purpose.ATTEND: True}, now=now)
    with unique_or(session, AlreadyRegistered()):
        registration.person_id = person.id
    for name in ("name", "organisation", "title", "email", "phone"):
        setattr(registration, name, getattr(deputy, name))
    registration.phone_tail = (deputy.phone or "")[-4:]
    registration.sound, registration.stroke_key = sound_of(deputy.name), stroke_key(deputy.name)
    forget_answers(session, registration.id)
    let_photos_go(session, [registration.id])
    registration.answers = {}
    registration.changed_at = now
    reissue_badge(session, registration, registration.category, reason="deputy", by=by, now=now)
    record(session, by, "deputy.sent", "registration", registration.code, now=now, reason=reason)
    tell_difference(session, registration, before, by=by, now=now)
