"""Congress, categories, tracks, rooms, forums, sessions, speakers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base


class Congress(Base):
    """One annual edition."""

    __tablename__ = "congresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    slogan_zh: Mapped[str] = mapped_column(String(200), default="")
    slogan_en: Mapped[str] = mapped_column(String(200), default="")
    place_zh: Mapped[str] = mapped_column(String(200), default="")
    place_en: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    registration_open: Mapped[bool] = mapped_column(default=False)
    registration_closes_at: Mapped[datetime]
    released: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # handed out one after the other to badges, by one statement
    last_badge_number: Mapped[int] = mapped_column(default=0)
    approval: Mapped[bool] = mapped_column(default=False)


class Category(Base):
    """What kind of guest a badge is for; its band carries the colour and the word."""

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("congress_id", "slug"), UniqueConstraint("congress_id", "letter"))

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(20))
    # one letter that stands for the category in a badge's token
    letter: Mapped[str] = mapped_column(String(1))
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(40))
    colour: Mapped[str] = mapped_column(String(7))
    position: Mapped[int]


class Track(Base):
    """One of the four themed activities 专题."""

    __tablename__ = "tracks"
    __table_args__ = (UniqueConstraint("congress_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(60))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    summary_zh: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]


class Room(Base):
    """A place inside the venue."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")


class Forum(Base):
    """A bookable event 专场活动. `taken` seats never exceed `capacity`; the database itself refuses."""

    __tablename__ = "forums"
    __table_args__ = (
        UniqueConstraint("congress_id", "slug"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="seats"),
        CheckConstraint("starts_at < ends_at", name="time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("tracks.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    slug: Mapped[str] = mapped_column(String(60))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary_zh: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waitlist: Mapped[bool] = mapped_column(default=False)
    approval: Mapped[bool] = mapped_column(default=False)
    # how a freed seat is passed on: directly, or as an offer that expires
    promotion: Mapped[str] = mapped_column(String(8), default="direct")
    released: Mapped[bool] = mapped_column(default=True)

    track: Mapped[Track | None] = relationship(lazy="raise")
    room: Mapped[Room] = relationship(lazy="raise")

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken


class Session(Base):
    """One item of the programme 议程, in or outside a forum."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("congress_id", "key"),
        Index(None, "congress_id", "starts_at"),
        CheckConstraint("starts_at <= ends_at", name="time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    # what an import knows it by, so that a second import of the file changes nothing
    key: Mapped[str] = mapped_column(String(120))
    title_zh: Mapped[str] = mapped_column(String(400))
    title_en: Mapped[str] = mapped_column(String(400), default="")
    label: Mapped[str] = mapped_column(String(120), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    released: Mapped[bool] = mapped_column(default=True)

    room: Mapped[Room | None] = relationship(lazy="raise")
    forum: Mapped[Forum | None] = relationship(lazy="raise")
    speakers: Mapped[list["Speaker"]] = relationship(
        lazy="raise", secondary="session_speakers", order_by="Speaker.position, Speaker.id"
    )


class Speaker(Base):
    """Somebody who speaks. `position` is the rank set by hand; nobody's rank is ever computed."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)


class SessionSpeaker(Base):
    """Who speaks where."""

    __tablename__ = "session_speakers"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True)
