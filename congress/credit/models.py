"""The ledger with its head, checkpoints, publications and objections."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.credit.states import ObjectionState, PublicationState
from congress.foundation.append_only import append_only
from congress.foundation.db import Base


class LedgerEntry(Base):
    """One share of one outcome, or its counter-entry. Never changed, never removed; the database refuses."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("congress_id", "seq"),
        UniqueConstraint("congress_id", "reverses"),
        Index(None, "congress_id", "period", "measure", "entity_kind"),
        Index(None, "entity_kind", "entity_code"),
        Index(None, "milestone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    seq: Mapped[int]
    milestone: Mapped[str] = mapped_column(String(26))
    intention: Mapped[str] = mapped_column(String(26))
    entity_kind: Mapped[str] = mapped_column(String(12))
    entity_code: Mapped[str] = mapped_column(String(20))
    measure: Mapped[str] = mapped_column(String(12))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
    share: Mapped[int]
    rule_version: Mapped[str] = mapped_column(String(20))
    period: Mapped[int]
    recorded_at: Mapped[datetime]
    # the number of the entry that this one takes back
    reverses: Mapped[int | None]
    evidence: Mapped[list[Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LedgerHead(Base):
    """Count and last hash of a congress's ledger, kept apart; its row is held while entries are added."""

    __tablename__ = "ledger_heads"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    count: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Checkpoint(Base):
    """A signed checkpoint as it was handed out."""

    __tablename__ = "ledger_checkpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    count: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Publication(Base):
    """A board frozen at a moment; `document` is the signed public file, as it will stay."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    board: Mapped[str] = mapped_column(String(40))
    period: Mapped[int]
    as_of: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=PublicationState.ANNOUNCED)
    objections_until: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text)
    # salt and total of each line, to open its commitment with
    openings: Mapped[list[Any]]
    published_by: Mapped[int | None]
    published_at: Mapped[datetime]
    finalised_at: Mapped[datetime | None]

    objections: Mapped[list["Objection"]] = relationship(lazy="raise", order_by="Objection.id")


class Objection(Base):
    """What somebody holds against a publication; who it was stays with the secretariat."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    objector: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=ObjectionState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    filed_by: Mapped[int | None]
    filed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


append_only(LedgerEntry.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
