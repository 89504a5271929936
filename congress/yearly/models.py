"""Yearly reports as they were frozen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.yearly.states import TRANSITIONS, ReportState

# what happens to a report after it was frozen; nothing else of it ever changes
DECIDED = ("state", "document_number", "reason", "decided_by", "decided_name", "decided_at")


class YearReport(Base):
    """A counting year as it stood at `as_of`; `document` is the signed file that every print is made of."""

    __tablename__ = "year_reports"
    __table_args__ = (
        CheckConstraint("state <> 'released' OR decided_by <> frozen_by", name="two_people"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    period: Mapped[int]
    as_of: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text)
    frozen_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    frozen_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=ReportState.FROZEN)
    # 文号 of the paper by which it was released
    document_number: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_name: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]

    def may_become(self, new: ReportState) -> bool:
        return new in TRANSITIONS[ReportState(self.state)]


append_only(YearReport.__table__, erasable=(*DECIDED, "frozen_name"))  # type: ignore[arg-type]  # a mapped class always has a Table
