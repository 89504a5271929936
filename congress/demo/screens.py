"""The screens of the demo congress: the hall's with figures, the foyer's LED wall with a welcome."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.screens.actions import add_screen, prepare, take
from congress.screens.models import MAIN
from congress.screens.states import Scene, Shape


def load_screens(session: Session, congress: Congress, *, now: datetime) -> None:
    for slug, name, shape, scene in (
        (MAIN, "主会场大屏", Shape.WIDE, Scene.FIGURES),
        ("foyer", "序厅LED屏", Shape.LED, Scene.WELCOME),
    ):
        screen = add_screen(session, congress, slug=slug, name=name, shape=shape, forum=None, by=SYSTEM, now=now)
        prepare(screen, scene)
        take(session, screen, by=SYSTEM, now=now)
