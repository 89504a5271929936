"""Wishes, hotels with rooms for each night, trips with seats, meals, and what lists last said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.registration.models import Registration
from congress.stay.rules import nights_between
from congress.stay.states import Diet, RoomWish


class StayWish(Base):
    """When somebody comes and goes, how they wish to sleep, what they eat."""

    __tablename__ = "stay_wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    arrives_at: Mapped[datetime | None]
    # the station or airport, and the number of train or flight
    arrives_to: Mapped[str] = mapped_column(String(60), default="")
    arrives_by: Mapped[str] = mapped_column(String(20), default="")
    leaves_at: Mapped[datetime | None]
    leaves_from: Mapped[str] = mapped_column(String(60), default="")
    leaves_by: Mapped[str] = mapped_column(String(20), default="")
    luggage: Mapped[int] = mapped_column(default=0)
    room: Mapped[str] = mapped_column(String(10), default=RoomWish.NONE)
    # the code of the registration whose holder one would share with
    share_with: Mapped[str] = mapped_column(String(10), default="")
    smoking: Mapped[bool] = mapped_column(default=False)
    access_needs: Mapped[str] = mapped_column(String(200), default="")
    diet: Mapped[str] = mapped_column(String(12), default=Diet.ORDINARY)
    diet_note: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(lazy="raise")


class Hotel(Base):
    __tablename__ = "hotels"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")

    kinds: Mapped[list["RoomKind"]] = relationship(lazy="raise", order_by="RoomKind.id", back_populates="hotel")


class RoomKind(Base):
    """Rooms of one hotel that are alike; the price is for information alone."""

    __tablename__ = "room_kinds"
    __table_args__ = (CheckConstraint("beds >= 1", name="beds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hotel_id: Mapped[int] = mapped_column(ForeignKey("hotels.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    beds: Mapped[int]
    smoking: Mapped[bool] = mapped_column(default=False)
    accessible: Mapped[bool] = mapped_column(default=False)
    price_fen: Mapped[int | None]

    hotel: Mapped[Hotel] = relationship(lazy="raise", back_populates="kinds")
    nights: Mapped[list["RoomNight"]] = relationship(lazy="raise", order_by="RoomNight.night")


class RoomNight(Base):
    """How many rooms of a kind the congress has in one night, and how many are given."""

    __tablename__ = "room_nights"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= rooms", name="taken"),)

    kind_id: Mapped[int] = mapped_column(ForeignKey("room_kinds.id", ondelete="CASCADE"), primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    rooms: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class Room(Base):
    """One room that was given out; the hotel says its number, often only on the day."""

    __tablename__ = "hotel_rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("room_kinds.id"), index=True)
    number: Mapped[str] = mapped_column(String(20), default="")

    kind: Mapped[RoomKind] = relationship(lazy="raise")


class Lodging(Base):
    """Somebody's bed; struck once they do not come any more, so that the hotel's next list says so."""

    __tablename__ = "lodgings"
    __table_args__ = (CheckConstraint("arrives < leaves", name="nights"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("hotel_rooms.id"), index=True)
    arrives: Mapped[date]
    leaves: Mapped[date]
    changed_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="raise")
    room: Mapped[Room] = relationship(lazy="raise")

    @property
    def nights(self) -> list[date]:
        return nights_between(self.arrives, self.leaves)


class Trip(Base):
    """One car that meets somebody or brings them away; its driver has a link, of which only the digest is kept."""

    __tablename__ = "trips"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= seats", name="taken"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    direction: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(20), default="")
    starts_at: Mapped[datetime]
    # it takes whom it meets within so many minutes
    window_minutes: Mapped[int]
    # where it goes, or where it starts when people leave
    hotel: Mapped[str] = mapped_column(String(120), default="")
    vehicle: Mapped[str] = mapped_column(String(60), default="")
    plate: Mapped[str] = mapped_column(String(20), default="")
    driver: Mapped[str] = mapped_column(String(60), default="")
    driver_phone: Mapped[str] = mapped_column(String(40), default="")
    # 举牌: what the sign says that the driver holds up
    sign: Mapped[str] = mapped_column(String(60), default="")
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)


class Ride(Base):
    """Somebody's seat in a car, one in each direction."""

    __tablename__ = "rides"
    __table_args__ = (UniqueConstraint("registration_id", "direction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    direction: Mapped[str] = mapped_column(String(10))
    picked_up_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="raise")
    trip: Mapped[Trip] = relationship(lazy="raise")


class Meal(Base):
    """Something to eat at a time and place: for everybody, for who holds a forum, or for who slept in a hotel."""

    __tablename__ = "meals"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    starts_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(120))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    hotel_id: Mapped[int | None] = mapped_column(ForeignKey("hotels.id", ondelete="CASCADE"))


class HandedList(Base):
    """What a hotel or a driver was told last: a digest for each line, no name."""

    __tablename__ = "handed_lists"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    version: Mapped[int]
    handed_at: Mapped[datetime]
    lines: Mapped[dict[str, Any]]
