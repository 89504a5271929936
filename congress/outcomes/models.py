"""Milestones, their evidence and what verifiers decided."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
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
    # what counts, in fen of CNY
    amount_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    # of foreign money what arrived, in hundredths of its currency, and by which rate, of which day, said by whom
    currency: Mapped[str] = mapped_column(String(3), default="CNY", server_default="CNY")
    foreign_fen: Mapped[int | None] = mapped_column(BigInteger)
    rate: Mapped[str | None] = mapped_column(String(20))
    rate_on: Mapped[date | None]
    rate_source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    count: Mapped[int] = mapped_column(default=0)
    # of people: one of the congress's levels of talent, or empty where none was named
    level: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=MilestoneState.FILED)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]

    intention: Mapped[Intention] = relationship(lazy="raise")
    evidence: Mapped[list["Evidence"]] = relationship(lazy="raise", order_by="Evidence.id")
    verifications: Mapped[list["Verification"]] = relationship(lazy="raise", order_by="Verification.id")

    @property
    def told_fen(self) -> int:
        """What arrived, in fen or hundredths of `currency`."""
        return self.amount_fen if self.foreign_fen is None else self.foreign_fen

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
    # 会议纪要 or 文号 that the decision rests on
    basis: Mapped[str] = mapped_column(String(120), default="")
    # the office of the chain that spoke, where there is a chain
    office: Mapped[str] = mapped_column(String(60), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


append_only(Verification.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table


class ChainStep(Base):
    """One step of the chain that a family of milestones is verified along; without steps one verifier decides."""

    __tablename__ = "chain_steps"
    __table_args__ = (UniqueConstraint("congress_id", "family", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    family: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    level: Mapped[str] = mapped_column(String(12))
    office: Mapped[str] = mapped_column(String(60))


class TalentLevel(Base):
    """A level that people are counted under, as a congress has set them; without rows the usual ones hold."""

    __tablename__ = "talent_levels"
    __table_args__ = (UniqueConstraint("congress_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    key: Mapped[str] = mapped_column(String(20))
    zh: Mapped[str] = mapped_column(String(60))
    en: Mapped[str] = mapped_column(String(60))


class JointReview(Base):
    """会审: why verifiers disagree, then who sat together, under which number it is minuted, and what they decided."""

    __tablename__ = "joint_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    called_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    called_at: Mapped[datetime]
    participants: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(String(120), default="")
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


class Interest(Base):
    """What binds a verifier to an intention; whoever declared it decides nothing about it. Rows are only added."""

    __tablename__ = "interests"
    __table_args__ = (Index(None, "intention_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class FavourRequest(Base):
    """打招呼: who asked a verifier for a favour, when and what; rows are only ever added, and auditors read them."""

    __tablename__ = "favour_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    who: Mapped[str] = mapped_column(String(200))
    asked_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    milestone: Mapped[Milestone] = relationship(lazy="raise")


append_only(Interest.__table__)  # type: ignore[arg-type]  # as above
append_only(FavourRequest.__table__)  # type: ignore[arg-type]  # as above
