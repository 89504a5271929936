"""Planning dates, moving and dropping them, telling whoever has to know. Start reading at `plan_date`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.accounts.permissions import is_organiser
from congress.accounts.queries import Holders, holders_of
from congress.accounts.states import Role, ScopeKind
from congress.deadlines.errors import NotConcerned
from congress.deadlines.messages import tell_overdue
from congress.deadlines.models import OverdueNotice, OverdueRule, PlannedDate, PlannedStep
from congress.deadlines.queries import dates_of, hold_date, overdue_and_unfiled, rule_of
from congress.deadlines.rules import is_climb, kinds_of
from congress.deadlines.states import Act
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.outcomes.states import NEEDS_AMOUNT, Kind
from congress.programme.models import Congress
from congress.signing.climb import Level, next_level
from congress.signing.models import Intention
from congress.signing.states import State


def _schools(intention: Intention) -> set[str]:
    return {share.school.code for share in intention.schools}


def _places(intention: Intention) -> list[str]:
    """The place itself, then its prefecture."""
    return [one.code for one in (intention.division, intention.division.parent) if one]


def may_plan(actor: Actor, intention: Intention) -> bool:
    """Whether the actor answers for this project."""
    return (
        is_organiser(actor)
        or not actor.scopes(Role.SCHOOL, "school").isdisjoint(_schools(intention))
        or not actor.scopes(Role.DIVISION, "division").isdisjoint(_places(intention))
    )


def plan_date(
    session: Session, intention: Intention, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> PlannedDate:
    """Plan `kind` for `due_on`; of money perhaps `amount_fen`, which is to be there in total by then.

    Raises:
        NotConcerned: the project is somebody else's.
        StateRefused: it has ended.
        Invalid: such a milestone does not belong to the project, carries no amount, or is planned already.
    """
    if not may_plan(by, intention):
        raise NotConcerned
    if intention.state == State.ENDED:
        raise StateRefused(_("The intention has ended."))
    kind, amount = Kind(facts["kind"]), facts.get("amount_fen") or 0
    if kind not in kinds_of(intention.category):
        raise Invalid.field("kind", _("A project of this category has no such milestone."))
    if amount and kind not in NEEDS_AMOUNT:
        raise Invalid.field("amount_fen", _("This kind of milestone carries no amount."))
    if any((one.kind, one.amount_fen) == (kind, amount) for one in dates_of(session, intention.id)):
        raise Invalid.field("kind", _("This is planned already; open its date and move it there."))
    planned = PlannedDate(
        public_id=new_id(), congress_id=intention.congress_id, intention=intention, kind=kind, amount_fen=amount,
        due_on=facts["due_on"], first_due_on=facts["due_on"], steps=[], notices=[], recorded_by=by.user_id,
        recorded_at=now,
    )  # fmt: skip
    session.add(planned)
    session.flush()
    record(session, by, "deadline.planned", "deadline", planned.public_id, now=now, intention=intention.public_id)
    return planned


def move_date(
    session: Session, planned: PlannedDate, due_on: date, reason: str, *, zone: ZoneInfo, by: Actor, now: datetime
) -> None:
    """Acknowledge that it takes longer (or less): a new day with its reason, from which everything counts anew.

    Raises:
        NotConcerned: as for planning.
        Invalid: the day has passed or is the one that stands.
        StateRefused: it is no longer planned.
    """
    _hold(session, planned, by)
    if due_on < local_day(now, zone):
        raise Invalid.field("due_on", _("This day has passed."))
    if due_on == planned.due_on:
        raise Invalid.field("due_on", _("This is the day that stands already."))
    _step(session, planned, Act.MOVED, due_on, reason, by=by, now=now)


def drop_date(session: Session, planned: PlannedDate, reason: str, *, by: Actor, now: datetime) -> None:
    """Say why this milestone is no longer planned; raises NotConcerned, StateRefused."""
    _hold(session, planned, by)
    planned.needed = False
    _step(session, planned, Act.DROPPED, planned.due_on, reason, by=by, now=now)


def _hold(session: Session, planned: PlannedDate, by: Actor) -> None:
    if not may_plan(by, planned.intention):
        raise NotConcerned
    hold_date(session, planned)
    if not planned.needed:
        raise StateRefused


def _step(
    session: Session, planned: PlannedDate, act: Act, due_on: date, reason: str, *, by: Actor, now: datetime
) -> None:
    before, planned.due_on = planned.due_on, due_on
    planned.steps.append(
        PlannedStep(act=act, was_due_on=before, due_on=due_on, text=reason, user_id=by.user_id, at=now)
    )
    session.flush()
    record(
        session, by, f"deadline.{act}", "deadline", planned.public_id, now=now,
        due_on=[before.isoformat(), due_on.isoformat()],
    )  # fmt: skip


def set_rule(session: Session, congress: Congress, days: Mapping[Level, int], *, by: Actor, now: datetime) -> None:
    """Set after how many days each level is told; raises Invalid where one would be told before the one below."""
    if not is_climb(days):
        raise Invalid.field(
            "province", _("Each level is told after the one below, from one day to a year after the date.")
        )
    rule = session.get(OverdueRule, congress.id) or OverdueRule(congress_id=congress.id)
    rule.owner_days, rule.prefecture_days, rule.province_days = (days[level] for level in Level)
    session.add(rule)
    session.flush()
    record(session, by, "deadline.rule", "congress", congress.slug, now=now, days=[days[level] for level in Level])


def _told(level: Level, intention: Intention, known: Holders) -> list[User]:
    """Who speaks for a level of a project; a place without an account of its own is told through its prefecture."""
    if level is Level.PROVINCE:
        return known.get(("", ""), [])
    places = _places(intention)
    users = next((found for code in places if (found := known.get((ScopeKind.DIVISION, code)))), [])
    if level is Level.PREFECTURE:
        return known.get((ScopeKind.DIVISION, places[-1]), users)
    schools = [user for code in sorted(_schools(intention)) for user in known.get((ScopeKind.SCHOOL, code), [])]
    return list({user.id: user for user in [*schools, *users]}.values())


def remind_owners(session: Session, *, zone: ZoneInfo, now: datetime) -> int:
    """Tell of each overdue date whoever is next; how many dates somebody was told of."""
    today, count = local_day(now, zone), 0
    overdue = overdue_and_unfiled(session, today)
    if not overdue:
        return 0
    known = holders_of(session, [Role.SCHOOL, Role.DIVISION, Role.ORGANISER])
    rules = {congress_id: rule_of(session, congress_id) for congress_id in {one.congress_id for one in overdue}}
    for one in overdue:
        told = {Level(notice.level): notice.told_on for notice in one.notices if notice.due_on == one.due_on}
        level = next_level(one.due_on, told, rules[one.congress_id], today)
        if level is None:
            continue
        one.notices.append(OverdueNotice(due_on=one.due_on, level=level, told_on=today, at=now))
        count += 1
        for user in _told(level, one.intention, known):
            tell_overdue(session, one, level, user, today=today, now=now)
    session.flush()
    return count
