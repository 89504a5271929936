"""Refusals at the gates' desk; what a scan meets is a result, not one of these."""

from congress.foundation.errors import DomainError, Forbidden, NotFound
from congress.foundation.i18n import _l


class NoSuchGate(NotFound):
    message = _l("There is no such gate.")


class GateTaken(DomainError):
    code = "slug-taken"
    message = _l("There is already a gate with this short name.")


class NotYourGate(Forbidden):
    message = _l("This account works at another gate.")
