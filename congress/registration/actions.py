"""Registering, changing and cancelling. Start reading at `register_person`."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from congress.alumni.actions import (
    add_keys,
    claim_education,
    give_consents,
    know_person,
    replace_education,
)
from congress.alumni.models import Person
from congress.alumni.queries import person_by_id
from congress.alumni.rules import sameness_keys, sound_of, stroke_key
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.events import publish
from congress.foundation.i18n import _, in_language, pick
from congress.foundation.ids import new_code
from congress.programme.models import Category, Congress, Forum
from congress.programme.queries import forums_by_slug
from congress.programme.rules import Slot
from congress.questions.actions import free_choices, keep_answers
from congress.registration.badges import issue_badge, reissue_badge, revoke_badges
from congress.registration.differences import printed_facts, tell_difference
from congress.registration.errors import AlreadyRegistered, NoOffer, RegistrationClosed
from congress.registration.events import RegistrationCancelled
from congress.registration.invitations import use_invitation
from congress.registration.messages import tell_changed, tell_received
from congress.registration.models import Holding, Invitation, Registration
from congress.registration.queries import (
    cancelled_registration,
    holding_of,
    lock_forum,
    lock_registration,
    registration_by_id,
)
from congress.registration.rules import check_wish
from congress.registration.seats import approve_holding, claim_forum, give_up, hold_reserved, refuse_full
from congress.registration.states import TRANSITIONS, HoldingStatus, Status
from congress.registration.wish import Wish


def check_open(congress: Congress, *, now: datetime) -> None:
    """Raises RegistrationClosed."""
    if not congress.registration_open or now >= congress.registration_closes_at:
        raise RegistrationClosed


def register_person(
    session: Session, congress: Congress, wish: Wish, *, by: Actor, now: datetime, walk_in: bool = False
) -> Registration:
    """Register somebody with all the forums asked for, or not at all.

    Seats and the badge number are taken last: whoever registers next waits for their rows until the commit.

    Raises:
        RegistrationClosed: unless an organiser adds a `walk_in`.
        AlreadyRegistered: the same person has a registration at this congress; one that was cancelled is
            taken up again instead.
        ForumPast, ForumsOverlap, ForumFull, ChoiceFull, NoSuchForum: as their names say.
    """
    invitation = wish.invitation
    if not walk_in and invitation is None and not wish.nominated:
        check_open(congress, now=now)
    forums = forums_by_slug(session, congress.id, _wanted(wish))
    _check_forums(forums, now=now, new=frozenset(forum.slug for forum in forums))
    if _first_status(congress, wish) == Status.CONFIRMED:
        _refuse_full(forums, invitation)
    person, is_new = know_person(session, wish.person, now=now, user_id=wish.user_id)
    claim_education(session, person, wish.schools, now=now)
    give_consents(session, person.id, wish.agreed | dict(wish.consents), now=now, is_new=is_new)
    again = None if is_new else _take_up_again(session, congress, person, wish, now=now)
    registration = again or _new_registration(congress, person, wish, now=now)
    if again is None:
        # somebody new cannot have registered before, which spares the savepoint
        with nullcontext() if is_new else unique_or(session, AlreadyRegistered()):
            session.add(registration)
            session.flush()
    _know(registration, congress=congress, category=wish.category)
    if not wish.nominated:
        tell_received(session, registration, now=now)
    if by.user_id is not None and by.user_id != person.user_id:
        record(session, by, "registration.created", "registration", registration.code, now=now)
    holdings = [_hold(session, registration, forum, invitation, now=now) for forum in forums]
    keep_answers(session, registration.id, wish.form, wish.given, now=now)
    if invitation is not None:
        use_invitation(session, invitation, registration, now=now)
    badges = []
    if registration.status == Status.CONFIRMED:
        badges.append(issue_badge(session, registration, wish.category, now=now))
    if again is not None:
        return _reload(session, registration)
    _know(registration, holdings=holdings, badges=badges)
    return registration


def _refuse_full(forums: Sequence[Forum], invitation: Invitation | None) -> None:
    for forum in forums:
        if invitation is None or forum.id != invitation.forum_id:
            refuse_full(forum)


def _hold(
    session: Session, registration: Registration, forum: Forum, invitation: Invitation | None, *, now: datetime
) -> Holding:
    if invitation is not None and forum.id == invitation.forum_id:
        return hold_reserved(session, registration, forum, now=now)
    return claim_forum(session, registration, forum, now=now)


def _know(registration: Registration, **parts: Any) -> None:
    """Let a new registration hold what was just written with it: reading it back would be three statements."""
    for name, part in parts.items():
        set_committed_value(registration, name, part)


def _new_registration(congress: Congress, person: Person, wish: Wish, *, now: datetime) -> Registration:
    return Registration(
        code=new_code(),
        congress_id=congress.id,
        person_id=person.id,
        status=_first_status(congress, wish),
        created_at=now,
        **_snapshot(person, wish, now=now),
    )


def _take_up_again(
    session: Session, congress: Congress, person: Person, wish: Wish, *, now: datetime
) -> Registration | None:
    """The person's cancelled registration, standing again with what is wished now; None where there is none."""
    found = cancelled_registration(session, congress.id, person.id)
    if found is None:
        return None
    found.move_to(_first_status(congress, wish))
    for name, value in _snapshot(person, wish, now=now).items():
        setattr(found, name, value)
    session.flush()
    return found


def _first_status(congress: Congress, wish: Wish) -> Status:
    """Who was invited or nominated has been approved by that."""
    approved = wish.nominated or wish.invitation
    return Status.PENDING if congress.approval and not approved else Status.CONFIRMED


def _wanted(wish: Wish) -> list[str]:
    """The forums asked for, with the one that an invitation reserves."""
    reserved = wish.invitation.forum if wish.invitation is not None else None
    return list(dict.fromkeys([*wish.forums, *([reserved.slug] if reserved else [])]))


def _snapshot(person: Person, wish: Wish, *, now: datetime) -> dict[str, Any]:
    facts = wish.person
    return {
        "category_id": wish.category.id,
        "name": facts.name,
        "organisation": facts.organisation,
        "title": facts.title,
        "email": facts.email,
        "phone": facts.phone,
        "phone_tail": (facts.phone or "")[-4:],
        "sound": person.sound,
        "stroke_key": stroke_key(facts.name),
        "language": wish.language,
        "answers": dict(wish.answers),
        "changed_at": now,
    }


def _check_forums(forums: Sequence[Forum], *, now: datetime, new: frozenset[str]) -> None:
    slots = [
        (Slot(forum.slug, forum.starts_at, forum.ends_at), pick(forum.title_zh, forum.title_en)) for forum in forums
    ]
    check_wish(slots, now=now, new=new)


def _reload(session: Session, registration: Registration) -> Registration:
    session.flush()
    # asked for first: reading it from what has expired would be one more statement
    known_as = registration.id
    session.expire(registration)
    whole = registration_by_id(session, known_as)
    assert whole is not None  # noqa: S101 -- it was just written in this transaction
    return whole


def change_registration(
    session: Session, registration: Registration, changes: Mapping[str, Any], *, by: Actor, now: datetime
) -> Registration:
    """Merge what is given; `forums` and `schools` are the whole lists wanted.

    Raises:
        StateRefused: it is cancelled or refused.
        ForumPast, ForumsOverlap, ForumFull, NoSuchForum: nothing is changed then.
    """
    lock_registration(session, registration.id)
    if registration.status not in {Status.PENDING, Status.CONFIRMED}:
        raise StateRefused
    before = printed_facts(registration)
    for name in ("name", "organisation", "title", "language", "email", "phone"):
        if name in changes:
            setattr(registration, name, changes[name])
    registration.sound = sound_of(registration.name)
    registration.stroke_key = stroke_key(registration.name)
    registration.phone_tail = (registration.phone or "")[-4:]
    _change_person(session, registration, changes, now=now)
    if "answers" in changes:
        registration.answers = {**registration.answers, **changes["answers"]}
    if "category" in changes and changes["category"].id != registration.category_id:
        registration.category_id = changes["category"].id
        _reissue_for_category(session, registration, changes["category"], by=by, now=now)
    if "forums" in changes:
        _change_forums(session, registration, changes["forums"], now=now)
    registration.changed_at = now
    record(session, by, "registration.changed", "registration", registration.code, now=now, fields=sorted(changes))
    whole = _reload(session, registration)
    tell_difference(session, whole, before, by=by, now=now)
    return whole


def _change_person(session: Session, registration: Registration, changes: Mapping[str, Any], *, now: datetime) -> None:
    """What of a change is known of the person, beyond this one congress."""
    if "consents" in changes:
        give_consents(session, registration.person_id, changes["consents"], now=now)
    if not changes.keys() & {"email", "phone", "schools"}:
        return
    person = person_by_id(session, registration.person_id)
    assert person is not None  # noqa: S101 -- a registration always has one
    add_keys(
        session, person,
        sameness_keys(
            registration.name, email=registration.email, phone=registration.phone,
            organisation=registration.organisation,
        ),
    )  # fmt: skip
    if "schools" in changes:
        replace_education(session, person, changes["schools"], now=now)


def _reissue_for_category(
    session: Session, registration: Registration, category: Category, *, by: Actor, now: datetime
) -> None:
    if registration.number is not None:
        reissue_badge(session, registration, category, reason="category", by=by, now=now)


def _change_forums(session: Session, registration: Registration, slugs: Sequence[str], *, now: datetime) -> None:
    wanted = forums_by_slug(session, registration.congress_id, slugs)
    held = {holding.forum_id: holding for holding in registration.holdings}
    new = [forum for forum in wanted if forum.id not in held]
    _check_forums(wanted, now=now, new=frozenset(forum.slug for forum in new))
    keep = {forum.id for forum in wanted}
    given_up = [holding for holding in registration.holdings if holding.forum_id not in keep]
    # two people who swap forums must not wait for each other: rows are held in the order of their ids
    for forum_id in sorted([holding.forum_id for holding in given_up] + [forum.id for forum in new]):
        lock_forum(session, forum_id)
    for holding in given_up:
        give_up(session, holding, now=now)
    for forum in new:
        claim_forum(session, registration, forum, now=now)


def cancel_registration(session: Session, registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Cancel everything: seats pass on, the badge is void. Cancelling again changes nothing."""
    lock_registration(session, registration.id)
    if registration.status == Status.CANCELLED:
        return registration
    before = printed_facts(registration)
    registration.move_to(Status.CANCELLED)
    registration.changed_at = now
    for holding in sorted(registration.holdings, key=lambda h: h.forum_id):
        give_up(session, holding, now=now)
    free_choices(session, registration.id)
    revoke_badges(session, registration, "cancelled", now=now)
    record(session, by, "registration.cancelled", "registration", registration.code, now=now)
    publish(session, RegistrationCancelled(registration_id=registration.id, at=now))
    with in_language(registration.language):
        line = _("Your registration %(code)s has been cancelled.", code=registration.code)
    tell_changed(session, registration, line, event="registration.cancelled", now=now)
    whole = _reload(session, registration)
    tell_difference(session, whole, before, by=by, now=now)
    return whole


def decide_registration(
    session: Session, registration: Registration, *, accept: bool, reason: str = "", by: Actor, now: datetime
) -> Registration:
    """Accept or refuse a registration under review; its forums get seats, or places on waitlists, at once.

    Whoever is refused is told the reason.

    Raises:
        StateRefused: it is not under review.
        ForumFull: a forum it asks for has no seat and no waitlist.
    """
    lock_registration(session, registration.id)
    target = Status.CONFIRMED if accept else Status.REFUSED
    if registration.status == Status.CANCELLED or target not in TRANSITIONS[Status(registration.status)]:
        raise StateRefused
    registration.move_to(target)
    registration.changed_at = now
    for holding in sorted(registration.holdings, key=lambda h: h.forum_id):
        if not accept:
            give_up(session, holding, now=now)
        elif holding.status == HoldingStatus.PENDING and not holding.forum.approval:
            approve_holding(session, holding, holding.forum)
    if accept:
        issue_badge(session, registration, registration.category, now=now)
    else:
        free_choices(session, registration.id)
    act = "registration.accepted" if accept else "registration.refused"
    record(session, by, act, "registration", registration.code, now=now)
    whole = _reload(session, registration)
    if accept:
        tell_received(session, whole, now=now)
    else:
        with in_language(whole.language):
            line = _("Your registration %(code)s could not be accepted.", code=whole.code)
            if reason:
                line = f"{line} {_('Reason: %(reason)s', reason=reason)}"
        tell_changed(session, whole, line, event="registration.refused", now=now)
    return whole


def approve_forum(session: Session, registration: Registration, forum: Forum, *, by: Actor, now: datetime) -> None:
    """Approve a pending claim on a forum; raises StateRefused or ForumFull."""
    lock_registration(session, registration.id)
    holding = holding_of(session, registration.id, forum.id)
    if holding is None or holding.status != HoldingStatus.PENDING or registration.status != Status.CONFIRMED:
        raise StateRefused
    approve_holding(session, holding, forum)
    record(session, by, "holding.approved", "registration", registration.code, now=now, forum=forum.slug)


def accept_offer(session: Session, registration: Registration, forum: Forum, *, now: datetime) -> None:
    """Take an offered seat for good.

    Raises:
        NoOffer: none stands, or it has expired.
    """
    lock_registration(session, registration.id)
    holding: Holding | None = holding_of(session, registration.id, forum.id)
    if holding is None or holding.status != HoldingStatus.OFFERED or not holding.offered_until:
        raise NoOffer
    if holding.offered_until <= now:
        raise NoOffer
    holding.move_to(HoldingStatus.CONFIRMED)
    holding.offered_until = None


def expire_offer(session: Session, registration_id: int, forum_id: int, *, now: datetime) -> bool:
    """Pass an offered seat on when its time is over; False when it was taken or given up meanwhile."""
    lock_registration(session, registration_id)
    holding = holding_of(session, registration_id, forum_id)
    if holding is None or holding.status != HoldingStatus.OFFERED or not holding.offered_until:
        return False
    if holding.offered_until > now:
        return False
    give_up(session, holding, now=now)
    return True


def require_forum_slugs(slugs: Sequence[str]) -> None:
    """Raises Invalid when a forum is named twice."""
    if len(set(slugs)) != len(slugs):
        raise Invalid.field("forums", _("A forum is named twice."))
