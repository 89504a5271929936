"""What an operator does to a screen; each act that changes what is live is in the audit trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.programme.models import Congress, Forum
from congress.screens.content import gather
from congress.screens.errors import ScreenTaken
from congress.screens.models import Screen
from congress.screens.states import Scene, Shape


def add_screen(
    session: Session, congress: Congress, *, slug: str, name: str, shape: Shape, forum: Forum | None, by: Actor,
    now: datetime,
) -> Screen:  # fmt: skip
    """A new screen shows the logo until something is taken. Raises ScreenTaken."""
    screen = Screen(
        congress_id=congress.id, slug=slug, name=name, shape=shape.value, forum_id=forum.id if forum else None
    )
    with unique_or(session, ScreenTaken()):
        session.add(screen)
    record(session, by, "screen.added", "screen", slug, now=now)
    return screen


def prepare(screen: Screen, scene: Scene, batch_id: int | None = None) -> None:
    """What the operator wants to see first, of the ceremony one group; nothing live changes."""
    screen.prepared, screen.prepared_batch = scene.value, batch_id


def take(session: Session, screen: Screen, *, by: Actor, now: datetime) -> None:
    """What was prepared is live from now on, and follows the day."""
    _show(session, screen, Scene(screen.prepared), screen.prepared_batch, by=by, now=now)


def show_logo(session: Session, screen: Screen, *, by: Actor, now: datetime) -> None:
    """Away with everything, at once."""
    _show(session, screen, Scene.LOGO, None, by=by, now=now)


def _show(
    session: Session, screen: Screen, scene: Scene, batch_id: int | None, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    screen.live_batch = batch_id
    screen.live, screen.frozen, screen.taken_at = scene.value, None, now
    screen.version += 1
    record(session, by, "screen.taken", "screen", screen.slug, now=now, scene=scene.value)


def freeze(session: Session, screen: Screen, *, by: Actor, now: datetime) -> None:
    """What is live stands still as it is at this moment."""
    live = Scene(screen.live)
    screen.frozen = gather(session, screen.congress_id, live, target=screen.live_target, now=now)
    screen.version += 1
    record(session, by, "screen.frozen", "screen", screen.slug, now=now, scene=screen.live)


def thaw(session: Session, screen: Screen, *, by: Actor, now: datetime) -> None:
    """What is live follows the day again."""
    screen.frozen = None
    screen.version += 1
    record(session, by, "screen.thawed", "screen", screen.slug, now=now, scene=screen.live)
