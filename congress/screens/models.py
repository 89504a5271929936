"""Screens: what each shows, and what it would show next."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.programme.models import Forum
from congress.screens.states import Scene, Shape

# the screen that `/screen/` without a name is
MAIN = "main"


class Screen(Base):
    """A display that hangs in the hall, in the foyer, or at a forum's door."""

    __tablename__ = "screens"
    __table_args__ = (UniqueConstraint("congress_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    shape: Mapped[str] = mapped_column(String(10), default=Shape.WIDE)
    # whose arrivals it welcomes; without a forum those of the whole congress
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    prepared: Mapped[str] = mapped_column(String(12), default=Scene.LOGO)
    live: Mapped[str] = mapped_column(String(12), default=Scene.LOGO)
    # of the ceremony one group each, of boards one publication
    prepared_batch: Mapped[int | None]
    live_batch: Mapped[int | None]
    # what stands still on it; None while it follows the day
    frozen: Mapped[dict[str, Any] | None]
    # grows with each change of what is live
    version: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None]

    forum: Mapped[Forum | None] = relationship(lazy="raise")

    @property
    def live_target(self) -> int | None:
        """Which forum or group what is live speaks of."""
        return self.live_batch or self.forum_id

    @property
    def prepared_target(self) -> int | None:
        return self.prepared_batch or self.forum_id
