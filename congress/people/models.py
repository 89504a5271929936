"""Who is not who."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base


class NotDouble(Base):
    """Somebody looked at two records and found two people; the pair is not proposed again."""

    __tablename__ = "not_doubles"
    __table_args__ = (UniqueConstraint("person_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    said_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    said_at: Mapped[datetime]
