"""Intentions with their parties, alumni, schools and signatures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.foundation.uploads import Upload
from congress.registration.models import Registration
from congress.schools.models import Division, Industry, School
from congress.signing.states import OFFICE_KEYS, TRANSITIONS, Secrecy, State


class Intention(Base):
    """What the parties mean to do. The amount is in fen of `currency`."""

    __tablename__ = "intentions"
    __table_args__ = (
        CheckConstraint("amount_fen >= 0", name="amount"),
        CheckConstraint("cny_fen >= 0", name="cny"),
        CheckConstraint("same_as_id <> id", name="same_as"),
        Index(None, "congress_id", "state"),
        Index(None, "division_id"),
        Index(None, "congress_id", "number", unique=True),
        *(Index(None, "congress_id", name, unique=True) for name in OFFICE_KEYS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(12))
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"))
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    # what foreign money is in fen of CNY, by which rate (yuan for one), of which day, said by whom
    cny_fen: Mapped[int | None] = mapped_column(BigInteger)
    rate: Mapped[str | None] = mapped_column(String(20))
    rate_on: Mapped[date | None]
    rate_source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    planned: Mapped[str] = mapped_column(Text, default="")
    # a framework agreement 框架协议 is no contract; the contract that follows refers to it
    is_framework: Mapped[bool] = mapped_column(default=False, server_default=false())
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("intentions.id"), index=True)
    # the event at which it was signed or found, where that is not this congress: 湘商大会, 港洽周
    platform: Mapped[str] = mapped_column(String(40), default="", server_default="")
    # found to be the same project as another one, which counts in its place
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("intentions.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=State.DRAFT)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # who may read it beyond those concerned: public, internal, secret (PRACTICE: default internal)
    secrecy: Mapped[str] = mapped_column(String(10), default=Secrecy.INTERNAL)
    created_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    # since when an accepted outcome stands on what is written here: nothing material changes any more
    outcome_since: Mapped[datetime | None]
    # why it came to nothing, told by whoever ended it
    ended_reason: Mapped[str | None] = mapped_column(Text)
    # what stands on the agreement and in the ceremony's running order; given once and never to another
    number: Mapped[int | None]
    # by what the offices' own tables know it: 项目代码, 技术合同登记编号, 票据号
    project_code: Mapped[str | None] = mapped_column(String(24))
    contract_number: Mapped[str | None] = mapped_column(String(40))
    receipt_number: Mapped[str | None] = mapped_column(String(40))
    # the hash of the sealed agreement under instance/agreements
    agreement_sha256: Mapped[str | None] = mapped_column(String(64))

    division: Mapped[Division] = relationship(lazy="raise")
    industry: Mapped[Industry | None] = relationship(lazy="raise")
    follows: Mapped["Intention | None"] = relationship(lazy="raise", remote_side=[id], foreign_keys=[follows_id])
    same_as: Mapped["Intention | None"] = relationship(lazy="raise", remote_side=[id], foreign_keys=[same_as_id])
    parties: Mapped[list["Party"]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="Party.position")
    alumni: Mapped[list["IntentionAlumnus"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="IntentionAlumnus.id"
    )
    schools: Mapped[list["IntentionSchool"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="IntentionSchool.id"
    )
    signatures: Mapped[list["Signature"]] = relationship(lazy="raise", order_by="Signature.id")

    @property
    def yuan_fen(self) -> int:
        """The amount in fen of CNY: exact where it is yuan, by its rate where it is not, 0 without one."""
        return self.amount_fen if self.currency == "CNY" else self.cny_fen or 0

    @property
    def told_title(self) -> str:
        """Its title where somebody may come across it who has no business with it: a secret goes by its id."""
        return self.public_id if self.secrecy == Secrecy.SECRET else self.title

    def move_to(self, new: State) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Party(Base):
    """One of those who agree, in the order in which they are named."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("intention_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str | None] = mapped_column(String(18))
    # who is to sign for it, and by which registration a gate knows them
    signatory: Mapped[str] = mapped_column(String(200), default="")
    post: Mapped[str] = mapped_column(String(200), default="")
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    # what it agreed to have told in public
    may_name: Mapped[bool] = mapped_column(default=False)
    may_amount: Mapped[bool] = mapped_column(default=False)

    registration: Mapped[Registration | None] = relationship(lazy="raise")


class IntentionAlumnus(Base):
    """Somebody through whom it came about: registered, or known by name alone."""

    __tablename__ = "intention_alumni"

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    share: Mapped[int | None]

    registration: Mapped[Registration | None] = relationship(lazy="raise")


class IntentionSchool(Base):
    """A school's share in parts per million; within each kind of school they sum to a million."""

    __tablename__ = "intention_schools"
    __table_args__ = (
        UniqueConstraint("intention_id", "school_id"),
        CheckConstraint("share > 0 AND share <= 1000000", name="share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    share: Mapped[int]
    # the parties named no school: it follows from where the alumni say they learned
    from_alumni: Mapped[bool] = mapped_column(default=False)

    school: Mapped[School] = relationship(lazy="raise")


class Signature(Base):
    """A party's yes: who signed, how, when, and the hash of the text they saw."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("intention_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    signatory: Mapped[str] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(10))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    text_sha256: Mapped[str] = mapped_column(String(64))
    taken_by: Mapped[int | None]
    at: Mapped[datetime]
    # of a paper the dates of its checks, of a link what the device said of itself
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    party: Mapped[Party] = relationship(lazy="raise")
    upload: Mapped[Upload | None] = relationship(lazy="raise")


class NotSameProject(Base):
    """Somebody looked at two likely doubles and found two projects; the pair is not proposed again."""

    __tablename__ = "not_same_projects"
    __table_args__ = (UniqueConstraint("intention_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    said_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    said_at: Mapped[datetime]


class SigningLink(Base):
    """A party asked to sign from afar: the hashes of link and code, and of the text they were made for."""

    __tablename__ = "signing_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    signatory: Mapped[str] = mapped_column(String(200))
    link_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    code_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    # used, or replaced by a newer one
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


Facts = dict[str, Any]
