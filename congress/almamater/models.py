"""What is kept of schools' rolls."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base

HASH = String(64)


class RollEntry(Base):
    """A line of a school's roll as keyed hashes; no name, year or number can be read from it."""

    __tablename__ = "roll_entries"
    __table_args__ = (UniqueConstraint("school_id", "by_degree", "by_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    by_name: Mapped[str] = mapped_column(HASH, index=True)
    by_year: Mapped[str] = mapped_column(HASH, index=True)
    by_degree: Mapped[str] = mapped_column(HASH, index=True)
    # tells people of one name and year apart; empty where the roll has no numbers
    by_number: Mapped[str] = mapped_column(HASH)
    added_at: Mapped[datetime]
