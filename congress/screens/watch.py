"""What this process knows of the screens: asked of the database once a second, however many displays watch.

Once a second one statement asks whether a screen was taken, a scan came in, or the ceremony moved on; only then, or
after five seconds, is a live scene gathered anew. A display asks about once a second and is answered from here, so
it follows within two seconds.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.db import reading
from congress.screens.content import Content, gather
from congress.screens.errors import NoSuchScreen
from congress.screens.models import MAIN
from congress.screens.queries import pulse
from congress.screens.states import Scene, Shape

PACE = 1.0
# registrations and signatures are not in the pulse, and a welcome ends by itself
STALE = 5.0
T = TypeVar("T")


@dataclass(frozen=True)
class Live:
    """What is on a screen now; the version grows with each act of the operator."""

    content: Content
    version: int
    shape: str


NOTHING_TAKEN = Live({"scene": Scene.LOGO.value, "rows": []}, 0, Shape.WIDE.value)


@dataclass
class Watch:
    """One for each process; `ticks` is a clock that only runs forward."""

    ticks: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _asked: float = float("-inf")
    _screens: dict[str, Any] = field(default_factory=dict)
    _contents: dict[tuple[str, int | None], tuple[float, Any, Content]] = field(default_factory=dict)
    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict)

    def look(self, slug: str) -> Live:
        """What is live on the screen; the main one is there before anybody made it. Raises NoSuchScreen."""
        with self._lock:
            if self.ticks() - self._asked >= PACE:
                with reading() as session:
                    self._ask(session)
            found = self._screens.get(slug)
            if found is None and slug == MAIN:
                return NOTHING_TAKEN
            if found is None:
                raise NoSuchScreen
            content = found.frozen or self._contents[found.live, found.target][2]
            return Live(content, found.version, found.shape)

    def _ask(self, session: Session) -> None:
        self._asked = self.ticks()
        rows = pulse(session)
        self._screens = {row.slug: row for row in rows}
        wanted = {}
        for row in rows:
            key, state = (row.live, row.target), (row.congress_id, row.last_scan, row.ceremony, row.version)
            known = self._contents.get(key)
            if known is None or known[1] != state or self._asked - known[0] >= STALE:
                content = gather(session, row.congress_id, Scene(row.live), target=row.target, now=clock.now())
                known = (self._asked, state, content)
            wanted[key] = self._contents[key] = known
        self._contents = wanted

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """What `make` answered at most a second ago, for staff screens that many have open."""
        with self._lock:
            known = self._kept.get(name)
            if known is None or self.ticks() - known[0] >= PACE:
                known = self._kept[name] = (self.ticks(), make())
            answer: T = known[1]
            return answer


def the_watch() -> Watch:
    """This process's."""
    watch: Watch = current_app.extensions.setdefault("screens_watch", Watch())
    return watch
