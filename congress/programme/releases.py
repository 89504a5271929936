"""From a draft to what the public sees: one named person proposes a version, a second one releases it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.events import publish
from congress.programme.difference import Difference, differences
from congress.programme.errors import (
    NoSuchRelease,
    NothingChanged,
    ReleaseDecided,
    ReleaseWaiting,
    SecondPersonNeeded,
)
from congress.programme.events import ProgrammeReleased
from congress.programme.models import Congress, ProgrammeRelease
from congress.programme.plan import Plan, to_json
from congress.programme.plan_queries import last_version, release_by_version, standing_release, waiting_release
from congress.programme.published import draft_plan, plan_of_release
from congress.programme.states import ReleaseState


def propose_release(session: DbSession, congress: Congress, note: str, *, by: Actor, now: datetime) -> ProgrammeRelease:
    """Keep the programme as it is planned now, so that a second person can let it out.

    Raises:
        ReleaseWaiting: another proposal waits.
        NothingChanged: it is what the public sees already.
    """
    if waiting_release(session, congress.id) is not None:
        raise ReleaseWaiting
    content = to_json(draft_plan(session, congress, released_only=True))
    standing = standing_release(session, congress.id)
    if standing is not None and standing.content == content:
        raise NothingChanged
    release = ProgrammeRelease(
        congress_id=congress.id,
        version=last_version(session, congress.id) + 1,
        state=ReleaseState.PROPOSED,
        note=note,
        content=content,
        proposed_by=by.user_id,
        proposed_name=by.display_name[:120],
        proposed_at=now,
    )
    session.add(release)
    session.flush()
    record(session, by, "programme.proposed", "release", str(release.version), now=now, congress=congress.slug)
    return release


def release_version(session: DbSession, congress: Congress, version: int, *, by: Actor, now: datetime) -> None:
    """Let a proposed version out; those whom its changes concern hear of it.

    Raises:
        SecondPersonNeeded: whoever proposed it cannot release it.
        NoSuchRelease, ReleaseDecided: as their names say.
    """
    release = _waiting(session, congress, version)
    if by.user_id is None or by.user_id == release.proposed_by:
        raise SecondPersonNeeded
    before = standing_release(session, congress.id)
    _decide(release, ReleaseState.RELEASED, by, now)
    record(session, by, "programme.released", "release", str(version), now=now, congress=congress.slug)
    if before is not None:
        event = ProgrammeReleased(congress_id=congress.id, before=before.version, version=version, at=now)
        publish(session, event)


def withdraw_release(session: DbSession, congress: Congress, version: int, *, by: Actor, now: datetime) -> None:
    """Take a proposal back; raises NoSuchRelease, ReleaseDecided."""
    _decide(_waiting(session, congress, version), ReleaseState.WITHDRAWN, by, now)
    record(session, by, "programme.withdrawn", "release", str(version), now=now, congress=congress.slug)


def _waiting(session: DbSession, congress: Congress, version: int) -> ProgrammeRelease:
    release = release_by_version(session, congress.id, version)
    if release is None:
        raise NoSuchRelease
    if release.state != ReleaseState.PROPOSED:
        raise ReleaseDecided
    return release


def _decide(release: ProgrammeRelease, state: ReleaseState, by: Actor, now: datetime) -> None:
    release.move_to(state)
    release.decided_by, release.decided_name, release.decided_at = by.user_id, by.display_name[:120], now


def compared(session: DbSession, congress: Congress, version: int, before: int | None) -> tuple[Plan, Plan]:
    """Two versions side by side: `before`, by default the one that was out before this version.

    Raises:
        NoSuchRelease: one of them does not exist.
    """
    release = release_by_version(session, congress.id, version)
    if release is None:
        raise NoSuchRelease
    new = plan_of_release(release)
    if before is None:
        earlier = [number for number in range(version - 1, 0, -1) if _was_out(session, congress, number)]
        before = earlier[0] if earlier else None
    if before is None:
        return _empty(new), new
    old = release_by_version(session, congress.id, before)
    if old is None:
        raise NoSuchRelease
    return plan_of_release(old), new


def _was_out(session: DbSession, congress: Congress, version: int) -> bool:
    found = release_by_version(session, congress.id, version)
    return found is not None and found.state == ReleaseState.RELEASED


def _empty(plan: Plan) -> Plan:
    return replace(plan, rooms=(), tracks=(), forums=(), speakers=(), items=(), version=0, as_of=None)


def unreleased_differences(session: DbSession, congress: Congress) -> list[Difference] | None:
    """What has been planned since the last release; None where there is none yet."""
    standing = standing_release(session, congress.id)
    if standing is None:
        return None
    return differences(plan_of_release(standing), draft_plan(session, congress, released_only=True))
