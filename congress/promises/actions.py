"""Recording a promise, changing and moving it, reminding its owner. Start reading at `record_promise`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.permissions import is_organiser
from congress.accounts.queries import Holders, holders_of
from congress.accounts.states import Role, ScopeKind
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.uploads import uploads_of
from congress.promises.errors import NotTheOwner
from congress.promises.messages import tell_above, tell_due
from congress.promises.models import InvestorWord, Promise, PromiseEvidence, PromiseNotice, PromiseStep
from congress.promises.queries import hold_promise, overdue_promises, own_codes, promises_near
from congress.promises.rules import reminder_is_due
from congress.promises.states import OPEN_STATES, TRANSITIONS, PromiseState
from congress.schools.models import Division
from congress.schools.queries import resolve_division
from congress.signing.climb import STANDARD, Level, next_level
from congress.signing.models import Intention
from congress.signing.states import State

PLAIN = ("text", "amount_fen", "due_on", "basis", "review_number")


def _codes(office: Division) -> list[str]:
    """The office's code and its prefecture's."""
    return [one.code for one in (office, office.parent) if one]


def may_work(actor: Actor, office: Division) -> bool:
    """Whether the actor answers for what this office promised."""
    return is_organiser(actor) or not own_codes(actor).isdisjoint(_codes(office))


def _office(session: Session, text: str, by: Actor) -> Division:
    """The place named. Raises Invalid, NotTheOwner: nobody promises in another place's name."""
    found = resolve_division(session, text)
    if found is None or found.kind == "statistical":
        raise Invalid.field("office", _("There is no such division."))
    if not may_work(by, found):
        raise NotTheOwner
    return found


def record_promise(
    session: Session, intention: Intention, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Promise:
    """Record `text`, `office`, `due_on`, `basis`, perhaps `amount_fen` and `review_number`.

    Raises:
        Invalid: there is no such office.
        NotTheOwner: the office is another place's.
        StateRefused: the intention has ended.
    """
    if intention.state == State.ENDED:
        raise StateRefused
    promise = Promise(
        public_id=new_id(), congress_id=intention.congress_id, intention=intention,
        office=_office(session, facts["office"], by), first_due_on=facts["due_on"], steps=[], words=[], notices=[],
        recorded_by=by.user_id,
        recorded_at=now, **{name: facts[name] for name in PLAIN if name in facts},
    )  # fmt: skip
    session.add(promise)
    session.flush()
    record(session, by, "promise.recorded", "promise", promise.public_id, now=now, intention=intention.public_id)
    return promise


def change_promise(session: Session, promise: Promise, facts: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Put right what was recorded, while the promise is open; the first date stays.

    Raises:
        Invalid, NotTheOwner: as for recording.
        StateRefused: it is kept or refused.
    """
    _hold(session, promise, by)
    if promise.state not in OPEN_STATES:
        raise StateRefused
    before = {name: getattr(promise, name) for name in PLAIN} | {"office": promise.office.code}
    if "office" in facts:
        promise.office = _office(session, facts["office"], by)
    for name in PLAIN:
        if name in facts:
            setattr(promise, name, facts[name])
    if promise.due_on != before["due_on"]:
        promise.reminded_on = None
    after = {name: getattr(promise, name) for name in PLAIN} | {"office": promise.office.code}
    changed = sorted(name for name in after if after[name] != before[name])
    session.flush()
    if changed:
        record(
            session, by, "promise.changed", "promise", promise.public_id, now=now, fields=changed,
            due_on=[before["due_on"].isoformat(), after["due_on"].isoformat()],
        )  # fmt: skip


def move_promise(
    session: Session, promise: Promise, new: PromiseState, text: str, *, by: Actor, now: datetime,
    evidence: Sequence[str] = (),
) -> None:  # fmt: skip
    """Take it up, keep it, refuse it, or take it up again; all but the first with a word on what happened.

    Raises:
        Invalid: the word is missing, or evidence is not the actor's own.
        NotTheOwner: the office is another place's.
        StateRefused: the state does not lead there.
    """
    _hold(session, promise, by)
    old = PromiseState(promise.state)
    if new not in TRANSITIONS[old]:
        raise StateRefused
    if not text and (old, new) != (PromiseState.PROMISED, PromiseState.IN_WORK):
        raise Invalid.field("reason", _("Say what happened: the document, the voucher, or the reason."))
    uploads = uploads_of(session, by, evidence)
    for upload in uploads:
        upload.attached = True
    _step(session, promise, new, text, [PromiseEvidence(upload=one) for one in uploads], by=by, now=now)


def _step(
    session: Session, promise: Promise, new: PromiseState, text: str, evidence: list[PromiseEvidence], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    promise.move_to(new)
    promise.steps.append(PromiseStep(state=new, text=text, user_id=by.user_id, at=now, evidence=evidence))
    session.flush()
    record(session, by, f"promise.{new}", "promise", promise.public_id, now=now)


def answer_promise(session: Session, promise: Promise, text: str, *, confirmed: bool, now: datetime) -> None:
    """The investor's word on what the office calls kept; a dispute takes the promise up again.

    Raises:
        Invalid: a dispute that does not say what is missing.
        StateRefused: it is not called kept any more.
    """
    hold_promise(session, promise)
    if promise.state != PromiseState.KEPT:
        raise StateRefused
    if not confirmed and not text:
        raise Invalid.field("text", _("Say what is still missing."))
    investor = Actor(display_name="link")
    promise.words.append(InvestorWord(confirmed=confirmed, text=text, at=now))
    session.flush()
    act = "promise.confirmed" if confirmed else "promise.disputed"
    record(session, investor, act, "promise", promise.public_id, now=now)
    if not confirmed:
        _step(session, promise, PromiseState.IN_WORK, text, [], by=investor, now=now)


def _hold(session: Session, promise: Promise, by: Actor) -> None:
    if not may_work(by, promise.office):
        raise NotTheOwner
    hold_promise(session, promise)


def remind_offices(session: Session, *, zone: ZoneInfo, now: datetime) -> int:
    """Remind each owner of what is due soon or overdue, once a week for each promise; how many were reminded of.

    A county without an account of its own is reminded through its prefecture.
    """
    today, count = local_day(now, zone), 0
    due = [one for one in promises_near(session, today) if reminder_is_due(one.due_on, one.reminded_on, today)]
    known = holders_of(session, [Role.DIVISION]) if due else {}
    for one in due:
        keys = [(ScopeKind.DIVISION, code) for code in _codes(one.office)]
        users = next((known[key] for key in keys if key in known), [])
        if not users:
            continue
        one.reminded_on, count = today, count + 1
        for user in users:
            tell_due(session, one, user, late=one.is_overdue(today), now=now)
    return count


def climb(session: Session, *, zone: ZoneInfo, now: datetime) -> int:
    """Tell the prefecture, then the province, of what stays open past its day; each level of one day once.

    The office itself is told weekly from before the day on. Answers how many times a level was told.
    """
    today, count = local_day(now, zone), 0
    overdue = overdue_promises(session, today)
    known = holders_of(session, [Role.DIVISION, Role.ORGANISER]) if overdue else {}
    for one in overdue:
        told = {Level(notice.level): notice.told_on for notice in one.notices if notice.due_on == one.due_on}
        first = {Level.OWNER: one.due_on + timedelta(days=STANDARD[Level.OWNER])}
        level = next_level(one.due_on, first | told, STANDARD, today)
        if level is None:
            continue
        one.notices.append(PromiseNotice(due_on=one.due_on, level=level, told_on=today, at=now))
        count += 1
        for user in _above(level, one.office, known):
            tell_above(session, one, user, today=today, now=now)
    session.flush()
    return count


def _above(level: Level, office: Division, known: Holders) -> list[User]:
    if level is Level.PROVINCE:
        return known.get(("", ""), [])
    return known.get((ScopeKind.DIVISION, _codes(office)[-1]), [])
