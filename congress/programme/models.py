"""Congress, categories, tracks, rooms, forums, sessions, speakers, releases."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.programme.states import RELEASE_TRANSITIONS, ReleaseState

STAMP_BITS = 40


def new_stamp() -> int:
    """Another number for each state of a row, so that one sum over a table tells whether anything changed."""
    return secrets.randbits(STAMP_BITS)


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
    # a day of the programme ends at this hour of the next morning
    day_break: Mapped[int] = mapped_column(default=4)
    # kind of clash → block, warn or allow; what is not named takes its default
    clash_levels: Mapped[dict[str, Any]] = mapped_column(default=dict)


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
    # how its badges are laid out; `badges.cards.Design` has the names
    design: Mapped[str] = mapped_column(String(10), default="standard", server_default="standard")
    # whether a photo is asked of them, and printed; `registration.states.PhotoUse` has the names
    photo: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    # how many others 随行人员 each of them may bring along
    companions: Mapped[int] = mapped_column(default=0, server_default="0")


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
    capacity: Mapped[int | None]
    # a room where two things may happen at once, such as a foyer
    shared: Mapped[bool] = mapped_column(default=False)
    venue: Mapped[str] = mapped_column(String(120), default="")
    venue_en: Mapped[str] = mapped_column(String(120), default="")
    # the name of a picture of it
    plan: Mapped[str] = mapped_column(String(40), default="")
    # the order of columns in grids, set by hand
    position: Mapped[int] = mapped_column(default=0)


class VenueDistance(Base):
    """How many minutes the way between two venues takes; the names stand in their own order."""

    __tablename__ = "venue_distances"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    venue_a: Mapped[str] = mapped_column(String(120), primary_key=True)
    venue_b: Mapped[str] = mapped_column(String(120), primary_key=True)
    minutes: Mapped[int]


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
    kind: Mapped[str] = mapped_column(String(10), default="talk")
    abstract: Mapped[str] = mapped_column(Text, default="")
    abstract_en: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    released: Mapped[bool] = mapped_column(default=True)
    # which programme an import brought it from, and since when that programme's file no longer holds it
    source: Mapped[str] = mapped_column(String(60), default="")
    vanished_at: Mapped[datetime | None]
    stamp: Mapped[int] = mapped_column(default=new_stamp, onupdate=new_stamp)

    room: Mapped[Room | None] = relationship(lazy="raise")
    forum: Mapped[Forum | None] = relationship(lazy="raise")
    speakers: Mapped[list["Speaker"]] = relationship(
        lazy="raise", secondary="session_speakers", order_by="Speaker.position, Speaker.id"
    )
    hosts: Mapped[list["Speaker"]] = relationship(
        lazy="raise", viewonly=True, secondary="session_speakers",
        secondaryjoin="and_(Speaker.id == SessionSpeaker.speaker_id, SessionSpeaker.role == 'host')",
        order_by="Speaker.position, Speaker.id",
    )  # fmt: skip


class Speaker(Base):
    """Somebody who speaks. `position` is the rank set by hand; nobody's rank is ever computed."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    organisation_en: Mapped[str] = mapped_column(String(200), default="")
    biography: Mapped[str] = mapped_column(Text, default="")
    biography_en: Mapped[str] = mapped_column(Text, default="")
    # the name of a picture
    photo: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[int] = mapped_column(default=new_stamp, onupdate=new_stamp)


class Picture(Base):
    """A photo, a plan or a logo as it is shown, named by its own hash; small, so that it lies with the rest."""

    __tablename__ = "pictures"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes]
    kept_at: Mapped[datetime]


class Sponsor(Base):
    """Who supports a congress, at which level; the order within a level is set by hand."""

    __tablename__ = "sponsors"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[str] = mapped_column(String(10))
    link: Mapped[str] = mapped_column(String(300), default="")
    logo: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)


class WaitingFile(Base):
    """A programme file that somebody looks at before it is stored; one for each person and congress."""

    __tablename__ = "programme_files"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(60), default="")
    content: Mapped[bytes]
    sent_at: Mapped[datetime]


class SessionSpeaker(Base):
    """Who speaks where, or leads through it."""

    __tablename__ = "session_speakers"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10), default="speaker")


class Star(Base):
    """A session that somebody means to see."""

    __tablename__ = "session_stars"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)


class ProgrammeRelease(Base):
    """The whole programme as it stood when one person proposed it; public once a second one has released it."""

    __tablename__ = "programme_releases"
    __table_args__ = (UniqueConstraint("congress_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(400), default="")
    content: Mapped[dict[str, Any]]
    proposed_by: Mapped[int | None]
    proposed_name: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_name: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]

    def move_to(self, new: ReleaseState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in RELEASE_TRANSITIONS[ReleaseState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new
