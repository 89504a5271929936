"""Refusals of the programme."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchCongress(NotFound):
    message = _l("There is no such congress.")


class NoSuchForum(NotFound):
    message = _l("There is no such forum.")


class NoSuchSession(NotFound):
    message = _l("There is no such item in the programme.")


class SlugTaken(DomainError):
    code = "slug-taken"
    message = _l("This short name is already in use.")


class CapacityBelowTaken(DomainError):
    code = "capacity-below-taken"
    message = _l("More seats are taken than that; free some first.")
