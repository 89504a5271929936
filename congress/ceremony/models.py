"""The ceremony with its batches, the agreements in them, and every substitution."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.signing.models import Intention


class Ceremony(Base):
    """One for each congress; its row is locked by whoever changes anything of it."""

    __tablename__ = "ceremonies"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), unique=True)
    # how often the stage was moved on; an agreement that has this number stands on it now
    cue: Mapped[int] = mapped_column(default=0)
    # grows with each change, so that screens follow
    revision: Mapped[int] = mapped_column(default=0)
    totals_released_at: Mapped[datetime | None]

    batches: Mapped[list["CeremonyBatch"]] = relationship(
        lazy="raise", order_by="CeremonyBatch.position, CeremonyBatch.id"
    )


class CeremonyBatch(Base):
    """A group that comes on stage together."""

    __tablename__ = "ceremony_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("ceremonies.id"), index=True)
    position: Mapped[int]
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")

    items: Mapped[list["CeremonyItem"]] = relationship(lazy="raise", order_by="CeremonyItem.position, CeremonyItem.id")


class CeremonyItem(Base):
    """An agreement's place in the ceremony."""

    __tablename__ = "ceremony_items"
    __table_args__ = (UniqueConstraint("intention_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("ceremony_batches.id"), index=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"))
    position: Mapped[int]
    cue: Mapped[int | None]

    intention: Mapped[Intention] = relationship(lazy="raise")


class Substitution(Base):
    """Who was replaced by whom on the spot, and why."""

    __tablename__ = "substitutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"), index=True)
    party: Mapped[str] = mapped_column(String(200))
    before: Mapped[str] = mapped_column(String(200))
    after: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    decided_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
