"""The ledger with its head, checkpoints, publications and objections."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.credit.states import (
    DISPUTE_TRANSITIONS,
    OBJECTION_TRANSITIONS,
    RULE_TRANSITIONS,
    TRANSITIONS,
    DisputeState,
    Edge,
    ObjectionState,
    ObjectorKind,
    PublicationState,
    RuleState,
)
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
        Index(None, "congress_id", "intention"),
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
    # the latest `recorded_at`: a board as of then or later may be read from the kept totals
    latest_at: Mapped[datetime | None]
    # how many entries the kept totals are made of
    totals_count: Mapped[int] = mapped_column(default=0)
    # count and last hash of the holds, which are a chain of their own
    hold_count: Mapped[int] = mapped_column(default=0)
    hold_hash: Mapped[str] = mapped_column(String(64), default="0" * 64)


class BoardTotal(Base):
    """What an entity's entries of a period add up to, kept beside the ledger in the same transaction."""

    __tablename__ = "board_totals"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(12), primary_key=True)
    entity_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    entity_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
    entries: Mapped[int]


class CreditHold(Base):
    """An entity's credit from one intention is frozen, or free again, from this moment; rows are only added."""

    __tablename__ = "credit_holds"
    __table_args__ = (UniqueConstraint("congress_id", "seq"), Index(None, "congress_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    seq: Mapped[int]
    intention: Mapped[str] = mapped_column(String(26))
    entity_kind: Mapped[str] = mapped_column(String(12))
    entity_code: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str] = mapped_column(String(26))
    at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AlmaMaterSwitch(Base):
    """Whether credit of a congress waits for confirmed alma maters; without a row it does not."""

    __tablename__ = "alma_mater_switches"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    waits: Mapped[bool]


class Dispute(Base):
    """Competing claims to the credit from one intention; while it is open, what is claimed does not rank."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    intention: Mapped[str] = mapped_column(String(26), index=True)
    title: Mapped[str] = mapped_column(String(200))
    entity_kind: Mapped[str] = mapped_column(String(12))
    # the codes of those who claim, in official order
    parties: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default=DisputeState.OPEN)
    statements_until: Mapped[datetime]
    opened_by: Mapped[int | None]
    opened_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(Text, default="")
    # the shares of everybody of this kind after the decision; empty where it left them as they were
    shares: Mapped[dict[str, Any]]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    statements: Mapped[list["DisputeStatement"]] = relationship(lazy="raise", order_by="DisputeStatement.id")

    def move_to(self, new: DisputeState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in DISPUTE_TRANSITIONS[DisputeState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class DisputeStatement(Base):
    """What a party says; rows are only ever added."""

    __tablename__ = "dispute_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("disputes.id"), index=True)
    entity_code: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    filed_by: Mapped[int | None]
    at: Mapped[datetime]


class RuleVersion(Base):
    """A version of the rules made in the console; its text stays as it is once it is in force."""

    __tablename__ = "rule_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(20), unique=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=RuleState.DRAFT)
    valid_from: Mapped[datetime | None]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    decided_by: Mapped[int | None]

    def move_to(self, new: RuleState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in RULE_TRANSITIONS[RuleState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Checkpoint(Base):
    """A signed checkpoint as it was handed out."""

    __tablename__ = "ledger_checkpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    count: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    # how many people of schools and places it was sent to; none where somebody asked for it by a command
    handed_to: Mapped[int] = mapped_column(default=0, server_default="0")


class Publication(Base):
    """A board frozen at a moment. `document` is the file: a draft until it is announced, then signed and as it
    will stay.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    board: Mapped[str] = mapped_column(String(40))
    period: Mapped[int]
    as_of: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=PublicationState.COMPUTED)
    edge: Mapped[str] = mapped_column(String(4), default=Edge.ALL)
    with_amounts: Mapped[bool] = mapped_column(default=False)
    document: Mapped[str] = mapped_column(Text)
    # salt and total of each line, to open its commitment with
    openings: Mapped[list[Any]]
    # of a composite score: the least and the most behind its points, and the salt they are bound under
    scale: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # 文号 of the paper by which it was signed off
    document_number: Mapped[str] = mapped_column(String(80), default="")
    computed_by: Mapped[int | None]
    computed_at: Mapped[datetime]
    # who takes objections: authority, phone, address
    notice: Mapped[dict[str, Any]]
    objections_until: Mapped[datetime | None]
    # whether the end of objections was counted over days that nobody had announced yet
    provisional: Mapped[bool] = mapped_column(default=False)
    published_by: Mapped[int | None]
    published_at: Mapped[datetime | None]
    finalised_at: Mapped[datetime | None]

    objections: Mapped[list["Objection"]] = relationship(lazy="raise", order_by="Objection.id")
    steps: Mapped[list["PublicationStep"]] = relationship(lazy="raise", order_by="PublicationStep.id")
    corrections: Mapped[list["Correction"]] = relationship(lazy="raise", order_by="Correction.id")

    def move_to(self, new: PublicationState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[PublicationState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class PublicationStep(Base):
    """Who brought a publication to which state, and what they noted; rows are only ever added."""

    __tablename__ = "publication_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500))
    user_id: Mapped[int | None]
    at: Mapped[datetime]


class Correction(Base):
    """A public notice that corrects a final board; the board itself stays as it was. `document` is signed."""

    __tablename__ = "publication_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    text_zh: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]


class BoardSwitch(Base):
    """What a board's next publications show: the order only, or amounts too."""

    __tablename__ = "board_switches"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    board: Mapped[str] = mapped_column(String(40), primary_key=True)
    with_amounts: Mapped[bool]


class Objection(Base):
    """What somebody holds against a publication; who it was stays with the secretariat."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=ObjectorKind.PERSON)
    objector: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200), default="")
    # number of the sealed letter by which a unit objects
    letter: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=ObjectionState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    filed_by: Mapped[int | None]
    filed_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    def move_to(self, new: ObjectionState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in OBJECTION_TRANSITIONS[ObjectionState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


for guarded in (LedgerEntry, CreditHold, DisputeStatement, PublicationStep, Correction):
    append_only(guarded.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
