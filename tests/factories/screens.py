"""Screens on which something is live."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.programme.models import Congress, Forum
from congress.screens.actions import add_screen, prepare, take
from congress.screens.models import Screen
from congress.screens.states import Scene, Shape


def show(session: Session, congress: Congress, slug: str, scene: Scene, *, forum: Forum | None = None) -> Screen:
    """A new screen with the scene taken."""
    now = datetime.now(UTC)
    screen = add_screen(
        session, congress, slug=slug, name="示例屏幕", shape=Shape.WIDE, forum=forum, by=SYSTEM, now=now
    )
    prepare(screen, scene)
    take(session, screen, by=SYSTEM, now=now)
    return screen
