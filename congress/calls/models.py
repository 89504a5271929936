"""Calls for topics, proposals with their speakers, reviewers and their scores."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.accounts.models import User
from congress.calls.rules import Criterion
from congress.calls.states import (
    CALL_TRANSITIONS,
    PROPOSAL_TRANSITIONS,
    SPEAKER_TRANSITIONS,
    CallState,
    ProposalState,
    SpeakerState,
)
from congress.foundation.db import Base
from congress.programme.models import Track
from congress.schools.models import School


class TopicCall(Base):
    """One call 议题征集."""

    __tablename__ = "topic_calls"
    __table_args__ = (UniqueConstraint("congress_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(60))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    text_zh: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    track_id: Mapped[int | None] = mapped_column(ForeignKey("tracks.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default=CallState.DRAFT)
    # [{zh, en, weight}]
    criteria: Mapped[list[Any]]
    created_at: Mapped[datetime]

    track: Mapped[Track | None] = relationship(lazy="raise")
    reviewers: Mapped[list[User]] = relationship(lazy="raise", secondary="topic_reviewers", order_by="User.id")

    @property
    def judged(self) -> list[Criterion]:
        return [Criterion(one["zh"], one["en"], one["weight"]) for one in self.criteria]

    def takes_proposals(self, now: datetime) -> bool:
        return self.state == CallState.OPEN and self.opens_at <= now < self.closes_at

    def move_to(self, new: CallState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in CALL_TRANSITIONS[CallState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class TopicReviewer(Base):
    """Who scores the proposals of a call."""

    __tablename__ = "topic_reviewers"

    call_id: Mapped[int] = mapped_column(ForeignKey("topic_calls.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)


class Proposal(Base):
    """One topic. Only the digest of the code is kept by which its proposer comes back."""

    __tablename__ = "proposals"
    __table_args__ = (Index(None, "call_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("topic_calls.id"))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    abstract: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    proposer: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    # an e-mail address or a phone number
    contact: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.SUBMITTED)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    # the session that it became
    session_key: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    call: Mapped[TopicCall] = relationship(lazy="raise")
    school: Mapped[School | None] = relationship(lazy="raise")
    speakers: Mapped[list["ProposedSpeaker"]] = relationship(lazy="raise", order_by="ProposedSpeaker.id")
    reviews: Mapped[list["Review"]] = relationship(lazy="raise", order_by="Review.id")

    def move_to(self, new: ProposalState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in PROPOSAL_TRANSITIONS[ProposalState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class ProposedSpeaker(Base):
    """Somebody who is to speak; asked once the proposal is accepted."""

    __tablename__ = "proposed_speakers"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(10), default=SpeakerState.NAMED)
    code_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    answered_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(lazy="raise", overlaps="speakers")

    def move_to(self, new: SpeakerState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in SPEAKER_TRANSITIONS[SpeakerState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Review(Base):
    """What one reviewer thinks: a score from 1 to 5 for each criterion, and a comment."""

    __tablename__ = "proposal_reviews"
    __table_args__ = (UniqueConstraint("proposal_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    scores: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise")
