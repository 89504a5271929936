"""Filings as they were made, and how each stands."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.filings.states import OPEN_STATES, TRANSITIONS, FilingState
from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.foundation.uploads import Upload
from congress.schools.models import Division, Industry
from congress.signing.models import Intention


class Filing(Base):
    """An expected project as it was filed; rows are only ever added. The amount is in fen of CNY."""

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("congress_id", "number"),
        CheckConstraint("amount_fen > 0", name="amount"),
        Index(None, "filer_kind", "filer_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    number: Mapped[int]
    # university, school or division: the first of each kind is the one that counts
    filer_kind: Mapped[str] = mapped_column(String(12))
    filer_code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    investor: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str | None] = mapped_column(String(18))
    # how the investor is known where there is no code yet
    hint: Mapped[str] = mapped_column(String(200), default="")
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"))
    industry_id: Mapped[int] = mapped_column(ForeignKey("industries.id"))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    division: Mapped[Division] = relationship(lazy="raise")
    industry: Mapped[Industry] = relationship(lazy="raise")
    standing: Mapped["Standing"] = relationship(lazy="raise", back_populates="filing")
    steps: Mapped[list["FilingStep"]] = relationship(lazy="raise", order_by="FilingStep.id")

    def facts(self) -> dict[str, Any]:
        """What the hash is made over, in one fixed form; nothing in it names a person."""
        return {
            "id": self.public_id,
            "number": self.number,
            "filer": [self.filer_kind, self.filer_code],
            "title": self.title,
            "investor": [self.investor, self.uscc, self.hint],
            "division": self.division_id,
            "industry": self.industry_id,
            "amount_fen": self.amount_fen,
            "filed_at": self.filed_at.astimezone(UTC).isoformat(),
        }


class Standing(Base):
    """How a filing stands now."""

    __tablename__ = "filing_standings"
    __table_args__ = (Index(None, "state", "good_until"),)

    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(10), default=FilingState.WAITING)
    # until when the investor has to confirm, afterwards until when it is protected
    good_until: Mapped[datetime]
    prolonged: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    intention_id: Mapped[int | None] = mapped_column(ForeignKey("intentions.id"), index=True)

    filing: Mapped[Filing] = relationship(lazy="raise", back_populates="standing")
    intention: Mapped[Intention | None] = relationship(lazy="raise")

    def move_to(self, new: FilingState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[FilingState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new

    def stands(self, now: datetime) -> bool:
        """Whether it is linked, or open and within its time: the hourly job may come late."""
        return self.state == FilingState.LINKED or (self.state in OPEN_STATES and now < self.good_until)


class FilingStep(Base):
    """What happened to a filing, with what was said and shown; rows are only ever added."""

    __tablename__ = "filing_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    upload: Mapped[Upload | None] = relationship(lazy="raise")


class FilingLink(Base):
    """An investor asked to confirm: the hashes of link and code, never the address they went to."""

    __tablename__ = "filing_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    link_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    code_sha256: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    # answered, or replaced by a newer one
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


for _model in (Filing, FilingStep):
    append_only(_model.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
