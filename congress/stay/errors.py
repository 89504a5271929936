"""Refusals of rooms, cars and meals."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchHotel(NotFound):
    message = _l("There is no such hotel.")


class NoSuchRoom(NotFound):
    message = _l("There is no such room.")


class NoSuchTrip(NotFound):
    message = _l("There is no such trip.")


class NoSuchMeal(NotFound):
    message = _l("There is no such meal.")


class NoRoomLeft(DomainError):
    code = "no-room-left"
    message = _l("No room of this kind is left in one of these nights.")


class RoomFull(DomainError):
    code = "room-full"
    message = _l("Every bed of this room is taken in one of these nights.")


class NotComing(DomainError):
    code = "not-coming"
    message = _l("Only somebody whose registration is confirmed gets a room or a car.")


class CarFull(DomainError):
    code = "car-full"
    message = _l("Every seat of this car is taken.")


class InUse(DomainError):
    code = "in-use"
    message = _l("Somebody was given a place in it; move them first.")
