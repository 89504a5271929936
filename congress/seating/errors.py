"""Refusals of the seating plan."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchPlan(NotFound):
    message = _l("This forum has no seating plan.")


class NoSuchSeat(NotFound):
    message = _l("There is no such seat in this plan.")


class NoSuchGuest(NotFound):
    message = _l("Nobody of this forum is called so.")


class SeatOutOfUse(DomainError):
    code = "seat-out-of-use"
    message = _l("This seat is out of use.")


class SeatTaken(DomainError):
    code = "seat-taken"
    message = _l("Somebody sits there; seat them elsewhere first.")
