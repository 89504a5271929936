"""Requests, consents and numbers of identity documents. Erasing and exporting have their own files."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.alumni.actions import give_consents
from congress.alumni.models import Person
from congress.alumni.states import Purpose
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.identity_numbers import masked
from congress.foundation.ids import new_id
from congress.foundation.sealed import FieldSeal
from congress.foundation.workdays import work_calendar
from congress.privacy.erasing import clear_screens, give_places_back
from congress.privacy.errors import AlreadyClosed, NotAsked
from congress.privacy.models import IdentityNumber, IdentityTerms, RightsRequest
from congress.privacy.queries import identity_of, identity_terms
from congress.privacy.rules import WORKING_DAYS, normal_number
from congress.privacy.states import Channel, DocumentKind, RequestState, Right, ViewReason
from congress.programme.models import Congress
from congress.registration.models import Registration

CONSENT_VERSION = "2026-1"


def open_request(
    session: Session, claim: Right, *, channel: Channel, person_id: int | None, user_id: int | None = None,
    sender: str = "", note: str = "", received_on: date, by: Actor, now: datetime,
) -> RightsRequest:  # fmt: skip
    """Write down what was asked; from the day it came there are fifteen working days to answer."""
    request = RightsRequest(
        public_id=new_id(), person_id=person_id, user_id=user_id, claim=claim, channel=channel, sender=sender,
        note=note, received_on=received_on, answer_by=work_calendar(session).after(received_on, WORKING_DAYS),
        asked_at=now, state=RequestState.OPEN,
    )  # fmt: skip
    session.add(request)
    session.flush()
    record(session, by, "rights.asked", "rights", request.public_id, now=now, claim=claim, channel=channel)
    return request


def close_request(
    session: Session, request: RightsRequest, state: RequestState, answer: str, *, by: Actor, now: datetime
) -> None:
    """Answer a request; turning one down needs a reason that can be told.

    Raises:
        AlreadyClosed: it has been answered.
        Invalid: turned down without a reason.
    """
    if request.state != RequestState.OPEN:
        raise AlreadyClosed
    if state is RequestState.REFUSED and not answer:
        raise Invalid.field("answer", _("Whoever asked is entitled to the reason."))
    request.move_to(state)
    request.answer, request.closed_at = answer, now
    record(session, by, f"rights.{state}", "rights", request.public_id, now=now)


def change_consent(
    session: Session, person: Person, purpose: Purpose, *, agreed: bool, zone: ZoneInfo, by: Actor, now: datetime
) -> None:
    """Give or take back one consent; lists, pages and screens that ask for it follow at once.

    Without the consent to take part there is no place either: what is held at a congress that is not over is given
    back.
    """
    give_consents(session, person.id, {purpose: agreed}, now=now)
    record(
        session, by, "consent.given" if agreed else "consent.withdrawn", "person", person.public_id, now=now,
        purpose=purpose,
    )  # fmt: skip
    if agreed:
        return
    if purpose is Purpose.PUBLISH:
        clear_screens(session, [person.name], by=by, now=now)
    if purpose is Purpose.ATTEND:
        give_places_back(session, person.id, today=clock.local_day(now, zone), by=by, now=now)


def set_identity_terms(
    session: Session, congress: Congress, facts: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Ask for numbers of identity documents, or stop; asking needs a purpose that people can read."""
    if facts["is_asked"] and not facts["why_zh"]:
        raise Invalid.field("why_zh", _("Say what the number is needed for."))
    terms = identity_terms(session, congress.id) or IdentityTerms(congress_id=congress.id)
    for name, value in facts.items():
        setattr(terms, name, value)
    session.add(terms)
    record(session, by, "identity.terms", "congress", congress.slug, now=now, asked=bool(facts["is_asked"]))
    session.flush()


def keep_identity(
    session: Session, registration: Registration, kind: DocumentKind, number: str, seal: FieldSeal,
    *, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Seal a number that its holder gave with a consent of its own; a second one replaces the first.

    Raises:
        NotAsked: this congress does not want it.
        Invalid: no document of this kind has such a number.
    """
    terms = identity_terms(session, registration.congress_id)
    if terms is None or not terms.is_asked:
        raise NotAsked
    try:
        plain = normal_number(kind, number)
    except ValueError:
        raise Invalid.field("number", _("No document of this kind has this number. Please check each digit.")) from None
    kept = identity_of(session, registration.id) or IdentityNumber(registration_id=registration.id)
    kept.kind, kept.masked = kind, masked(plain)
    kept.sealed, kept.digest = seal.seal(plain, _place(registration.id)), seal.digest(plain)
    kept.consent_version, kept.consented_at = CONSENT_VERSION, now
    session.add(kept)
    record(session, by, "identity.given", "registration", registration.code, now=now, document=kind)
    session.flush()


def remove_identity(session: Session, registration: Registration, *, by: Actor, now: datetime) -> None:
    """Take the number back, and with it the consent; nothing happens where none is kept."""
    kept = identity_of(session, registration.id)
    if kept is not None:
        session.delete(kept)
        record(session, by, "identity.removed", "registration", registration.code, now=now)
        session.flush()


def reseal_identity(session: Session, gone_id: int, kept_id: int, seal: FieldSeal) -> None:
    """Bind a number to the place that takes over another one's rows; without that nobody could open it any more."""
    moving = identity_of(session, gone_id)
    if moving is not None and identity_of(session, kept_id) is None:
        moving.sealed = seal.seal(seal.open(moving.sealed, _place(gone_id)), _place(kept_id))


def view_identity(
    session: Session, kept: IdentityNumber, reason: ViewReason, seal: FieldSeal, *, by: Actor, now: datetime
) -> str:
    """The whole number, once, for a reason that the trail keeps."""
    record(session, by, "identity.viewed", "registration", kept.registration.code, now=now, reason=reason)
    return seal.open(kept.sealed, _place(kept.registration_id))


def _place(registration_id: int) -> str:
    return f"identity_numbers/{registration_id}"
