"""Recording, changing and signing an intention. Start reading at `record_intention`."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.alumni.queries import educations_of
from congress.alumni.states import ClaimState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.shares import MILLION
from congress.foundation.uploads import keep_upload, uploads_of
from congress.programme.models import Congress
from congress.registration.queries import find_registration, person_of
from congress.schools.models import School
from congress.settings import Settings
from congress.signing.agreements import agreed_text_hash, seal_agreement
from congress.signing.errors import AlreadySigned, OutcomesStand
from congress.signing.events import IntentionsWritten
from congress.signing.models import Intention, IntentionAlumnus, IntentionSchool, Party, Signature
from congress.signing.queries import congress_of, find_intention, last_number, lock_intention, whole_intention
from congress.signing.rates import counted_in_yuan, refuse_rate
from congress.signing.resolving import Words
from congress.signing.rules import is_complete, shares_by_kind
from congress.signing.states import BEFORE_SIGNED, SIGNED_STATES, TRANSITIONS, HowSigned, Secrecy, State

PLAIN = ("title", "category", "amount_fen", "currency", "planned", "platform", "is_framework", "secrecy")
OF_RATE = ("rate", "rate_on", "rate_source")


def record_intention(
    session: Session, congress: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Intention:
    """A new intention from the fields of CONTRACT.md, as a draft.

    Raises:
        Invalid: an unknown school, division, industry or registration; shares that do not sum; doubled parties; a
            rate without its day and source; a contract that follows what is no framework agreement.
    """
    intention = new_intention(congress, by=by, now=now)
    fill_intention(session, Words(session), intention, facts)
    session.add(intention)
    session.flush()
    record(session, by, "intention.recorded", "intention", intention.public_id, now=now)
    _tell_written(session, intention, by=by, now=now)
    return reload_intention(session, intention)


def new_intention(congress: Congress, *, by: Actor, now: datetime) -> Intention:
    """A draft that says nothing yet."""
    return Intention(
        public_id=new_id(), congress_id=congress.id, state=State.DRAFT, filed_by=by.user_id, created_at=now,
        currency="CNY", planned="", platform="", is_framework=False, rate_source="", parties=[], alumni=[], schools=[],
        signatures=[],
    )  # fmt: skip


def change_intention(
    session: Session, intention: Intention, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Intention:
    """Merge fields; lists are replaced whole.

    Raises:
        AlreadySigned: a party has signed.
        OutcomesStand: an outcome was accepted on what is written.
        Invalid: as for a new one.
    """
    lock_intention(session, intention.id)
    intention = whole_intention(session, intention.id)
    if intention.signatures or intention.state not in BEFORE_SIGNED:
        raise AlreadySigned
    if intention.outcome_since is not None:
        raise OutcomesStand
    fill_intention(session, Words(session), intention, facts)
    session.flush()
    record(session, by, "intention.changed", "intention", intention.public_id, now=now, fields=sorted(facts))
    _tell_written(session, intention, by=by, now=now)
    return reload_intention(session, intention)


def _tell_written(session: Session, intention: Intention, *, by: Actor, now: datetime) -> None:
    written = IntentionsWritten(congress_id=intention.congress_id, intention_ids=(intention.id,), by=by, at=now)
    publish(session, written)


def move_intention(session: Session, intention: Intention, state: State, *, by: Actor, now: datetime) -> Intention:
    """Take one step of the life of an intention by hand; signing has its own way. Raises StateRefused."""
    lock_intention(session, intention.id)
    if state is State.SIGNED or state not in TRANSITIONS[State(intention.state)]:
        raise StateRefused
    intention.move_to(state)
    record(session, by, "intention.moved", "intention", intention.public_id, now=now, state=state)
    return reload_intention(session, intention)


def end_intention(session: Session, intention: Intention, reason: str, *, by: Actor, now: datetime) -> Intention:
    """End what came to nothing, and keep why; accepted outcomes stay what they are. Raises StateRefused."""
    lock_intention(session, intention.id)
    intention = whole_intention(session, intention.id)
    if State.ENDED not in TRANSITIONS[State(intention.state)]:
        raise StateRefused
    intention.move_to(State.ENDED)
    intention.ended_reason = reason
    record(session, by, "intention.ended", "intention", intention.public_id, now=now, reason=reason)
    return reload_intention(session, intention)


def schedule_intention(
    session: Session, intention: Intention, *, on_stage: bool, by: Actor, now: datetime
) -> None:  # fmt: skip
    """The intention is to be signed at the ceremony, and gets its number, or no longer is; the number stays its own.

    The caller holds the ceremony, so that no two intentions are numbered at once.
    """
    if on_stage and intention.number is None:
        intention.number = last_number(session, intention.congress_id) + 1
        session.flush()
    target = State.SCHEDULED if on_stage else State.SUBMITTED
    if intention.state in BEFORE_SIGNED and target in TRANSITIONS[State(intention.state)]:
        intention.move_to(target)
        record(session, by, "intention.moved", "intention", intention.public_id, now=now, state=target)


def name_signatory(
    session: Session, intention: Intention, party: Party, *, name: str, post: str, registration_id: int | None,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Settle who signs for the party; what was agreed does not change by it."""
    party.signatory, party.post, party.registration_id = name, post, registration_id
    record(session, by, "intention.signatory", "intention", intention.public_id, now=now)


def set_consents(
    session: Session, intention: Intention, consents: Mapping[int, tuple[bool, bool]], *,
    secrecy: Secrecy | None = None, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """What each party (by its position) agreed to have told in public, its name and the project's, the amount; and
    with `secrecy` who may read of it at all.
    """
    if secrecy is not None:
        intention.secrecy = secrecy
    for party in intention.parties:
        party.may_name, party.may_amount = consents.get(party.position, (False, False))
    record(
        session, by, "intention.consents", "intention", intention.public_id, now=now, secrecy=intention.secrecy
    )  # fmt: skip


def fill_intention(session: Session, words: Words, intention: Intention, facts: Mapping[str, Any]) -> None:
    """Write the fields that are told. Raises Invalid, as recording does."""
    for name in PLAIN:
        if name in facts:
            setattr(intention, name, facts[name])
    if "division" in facts:
        intention.division = words.division(facts["division"])
    if "industry" in facts:
        intention.industry = words.industry(facts["industry"])
    if not {"amount_fen", "currency", *OF_RATE}.isdisjoint(facts):
        _fill_rate(intention, facts)
    if "follows" in facts or "is_framework" in facts:
        _fill_follows(session, intention, facts)
    if "parties" in facts:
        _fill_parties(intention, facts["parties"])
    if "alumni" in facts:
        intention.alumni = [
            _alumnus(session, intention.congress_id, position, given) for position, given in enumerate(facts["alumni"])
        ]
    if "schools" in facts or "alumni" in facts:
        _fill_schools(session, words, intention, facts.get("schools"))


def _fill_rate(intention: Intention, facts: Mapping[str, Any]) -> None:
    """Foreign money keeps its rate with day and source, and what it is in yuan by it; yuan have none."""
    if intention.currency == "CNY":
        refuse_rate(facts.get("rate"))
        intention.rate = intention.rate_on = intention.cny_fen = None
        intention.rate_source = ""
        return
    for name in OF_RATE:
        if name in facts:
            setattr(intention, name, facts[name] or ("" if name == "rate_source" else None))
    intention.cny_fen = counted_in_yuan(
        intention.amount_fen, intention.rate, intention.rate_on, intention.rate_source
    )  # fmt: skip


def _fill_follows(session: Session, intention: Intention, facts: Mapping[str, Any]) -> None:
    if "follows" in facts:
        found = None
        if facts["follows"]:
            found = find_intention(session, intention.congress_id, facts["follows"])
            if found is None or not found.is_framework or found is intention:
                raise Invalid.field("follows", _("There is no such framework agreement."))
        intention.follows = found
    if intention.is_framework and (intention.follows_id or intention.follows):
        raise Invalid.field("follows", _("A framework agreement follows no other one."))


def _fill_parties(intention: Intention, parties: Sequence[Mapping[str, Any]]) -> None:
    """A party that stays keeps what was settled about it: who signs, and what may be told."""
    names = [party["name"] for party in parties]
    if len(set(names)) != len(names):
        raise Invalid.field("parties", _("A party is named twice."))
    known = {party.name: party for party in intention.parties}
    kept = []
    for position, given in enumerate(parties):
        party = known.get(given["name"]) or Party(name=given["name"])
        party.position, party.role, party.uscc = position, given["role"], given.get("uscc")
        kept.append(party)
    intention.parties = kept


def _alumnus(session: Session, congress_id: int, position: int, given: Mapping[str, Any]) -> IntentionAlumnus:
    code = given.get("registration")
    if not code:
        return IntentionAlumnus(name=given["name"], share=given.get("share"))
    registration = find_registration(session, congress_id, code)
    if registration is None:
        raise Invalid.field(f"alumni.{position}.registration", _("There is no such registration."))
    return IntentionAlumnus(registration_id=registration.id, name=registration.name, share=given.get("share"))


def _fill_schools(
    session: Session, words: Words, intention: Intention, given: Sequence[Mapping[str, Any]] | None
) -> None:
    """The schools named, or else an equal split over the alumni's schools by kind (CONTRACT: intentions)."""
    claims: dict[str, tuple[School, int | None]] = {}
    if given:
        for position, wish in enumerate(given):
            school = words.school(wish["code"], f"schools.{position}.code")
            if school.code in claims:
                raise Invalid.field(f"schools.{position}.code", _("A school is named twice."))
            claims[school.code] = (school, wish.get("share"))
    else:
        for school in _schools_of_alumni(session, intention):
            claims.setdefault(school.code, (school, None))
    try:
        shares = shares_by_kind([(code, school.kind, share) for code, (school, share) in claims.items()])
    except ValueError:
        message = _("The shares of the schools of one kind must sum to 1,000,000 parts per million.")
        raise Invalid.field("schools", message) from None
    if intention.schools:
        intention.schools = []
        session.flush()
    intention.schools = [
        IntentionSchool(school_id=claims[code][0].id, school=claims[code][0], share=share, from_alumni=not given)
        for code, share in shares.items()
    ]


def credit_school(session: Session, intention: Intention, school: School) -> bool:
    """Give a school the whole share of its kind, where the parties named none of it and nobody has signed yet.

    Answers whether the school has a share now.
    """
    of_kind = [one for one in intention.schools if one.school.kind == school.kind]
    is_open = intention.state in BEFORE_SIGNED and not intention.signatures and intention.outcome_since is None
    if not of_kind and is_open:
        intention.schools.append(IntentionSchool(school_id=school.id, school=school, share=MILLION))
        session.flush()
        return True
    return any(one.school_id == school.id for one in of_kind)


def _schools_of_alumni(session: Session, intention: Intention) -> list[School]:
    people = [
        person_of(session, alumnus.registration_id)
        for alumnus in intention.alumni
        if alumnus.registration_id is not None
    ]
    educations = educations_of(session, people) if people else []
    standing = {education.school for education in educations if education.state != ClaimState.REFUSED}
    return sorted(standing, key=lambda school: school.position)


def reload_intention(session: Session, intention: Intention) -> Intention:
    session.flush()
    session.expire(intention)
    return whole_intention(session, intention.id)


@dataclass(frozen=True, kw_only=True)
class Yes:
    """A party's signature as it is taken: a picture from a pad, an uploaded scan, or neither for one in person."""

    party: str
    signatory: str
    signature_png: str | None = None
    upload: str | None = None
    by_link: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def sign_intention(
    session: Session, intention: Intention, yes: Yes, settings: Settings, *, by: Actor, now: datetime
) -> Intention:
    """Take a party's signature; with the last one that is needed the intention is signed and the agreement sealed.

    Raises:
        StateRefused: it is signed or ended already, or this party has signed.
        Invalid: no such party, a picture that is none, an upload that is not the actor's own.
    """
    lock_intention(session, intention.id)
    intention = whole_intention(session, intention.id)
    if intention.state not in BEFORE_SIGNED:
        raise StateRefused
    party = next((party for party in intention.parties if party.name == yes.party), None)
    if party is None:
        raise Invalid.field("party", _("There is no such party."))
    if any(signature.party_id == party.id for signature in intention.signatures):
        raise StateRefused(_("This party has signed already."))
    how, upload_id = _evidence(session, yes, settings, by=by, now=now)
    session.add(
        Signature(
            intention_id=intention.id, party_id=party.id, signatory=yes.signatory, how=how, upload_id=upload_id,
            text_sha256=agreed_text_hash(intention), taken_by=by.user_id, at=now, facts=dict(yes.facts),
        )
    )  # fmt: skip
    record(session, by, "intention.signed", "intention", intention.public_id, now=now, how=how)
    intention = reload_intention(session, intention)
    parties = [(one.id, one.role) for one in intention.parties]
    if is_complete(parties, [signature.party_id for signature in intention.signatures]):
        intention.move_to(State.SIGNED)
        intention.signed_at = now
        session.flush()
        congress = congress_of(session, intention)
        intention.agreement_sha256 = seal_agreement(intention, congress, settings, now=now)
    return reload_intention(session, intention)


def _evidence(
    session: Session, yes: Yes, settings: Settings, *, by: Actor, now: datetime
) -> tuple[HowSigned, int | None]:
    if yes.upload:
        [upload] = uploads_of(session, by, [yes.upload], field="upload")
        upload.attached = True
        return HowSigned.PAPER, upload.id
    if not yes.signature_png:
        return (HowSigned.LINK if yes.by_link else HowSigned.IN_PERSON), None
    text = yes.signature_png.removeprefix("data:image/png;base64,")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid.field("signature_png", _("The signature must be a PNG picture in base 64.")) from None
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Invalid.field("signature_png", _("The signature must be a PNG picture in base 64."))
    upload = keep_upload(
        session, content, "signature.png", by, folder=settings.instance_dir / "uploads", largest=1024 * 1024, now=now
    )
    upload.attached = True
    return HowSigned.PAD, upload.id


def progress_intention(session: Session, intention: Intention, *, has_outcomes: bool, by: Actor, now: datetime) -> None:
    """Keep a signed intention's state true to its outcomes: fulfilling once there is one, signed again without."""
    if not has_outcomes:
        intention.outcome_since = None
    elif intention.outcome_since is None:
        intention.outcome_since = now
    target = State.FULFILLING if has_outcomes else State.SIGNED
    if intention.state in SIGNED_STATES and target in TRANSITIONS[State(intention.state)]:
        intention.move_to(target)
        record(session, by, "intention.moved", "intention", intention.public_id, now=now, state=target)
