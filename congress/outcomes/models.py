"""Milestones, their evidence and what verifiers decided."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.foundation.uploads import Upload
from congress.outcomes.states import TRANSITIONS, MilestoneState
from congress.signing.models import Intention


class Milestone(Base):
    """A fact after or beside the signing, as it was filed."""

    __tablename__ = "milestones"
    __table_args__ = (
        CheckConstraint("amount_fen >= 0 AND count >= 0", name="positive"),
        CheckConstraint("accepted_by IS NULL OR accepted_by <> filed_by", name="two_people"),
        Index(None, "congress_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    occurred_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    count: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=MilestoneState.FILED)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]

    intention: Mapped[Intention] = relationship(lazy="raise")
    evidence: Mapped[list["Evidence"]] = relationship(lazy="raise", order_by="Evidence.id")
    verifications: Mapped[list["Verification"]] = relationship(lazy="raise", order_by="Verification.id")

    def move_to(self, new: MilestoneState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[MilestoneState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Evidence(Base):
    """A file that shows the fact."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), unique=True)

    upload: Mapped[Upload] = relationship(lazy="raise")


class Verification(Base):
    """What a verifier decided, with the reason; rows are only ever added."""

    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


append_only(Verification.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
