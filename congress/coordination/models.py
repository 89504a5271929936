"""Events beside the congress."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.schools.models import School


class OutsideEvent(Base):
    """An event of another platform 平台, or of a school when it names one."""

    __tablename__ = "outside_events"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    place_zh: Mapped[str] = mapped_column(String(120), default="")
    place_en: Mapped[str] = mapped_column(String(120), default="")
    # who gives it, where it is no school
    giver: Mapped[str] = mapped_column(String(120), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    public: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]

    school: Mapped[School | None] = relationship(lazy="raise")
