"""Refusals about claims."""

from congress.foundation.errors import DomainError, NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchClaim(NotFound):
    message = _l("There is no such claim.")


class ClaimChanged(StateRefused):
    message = _l("A claim was changed while you looked at it. Please look once more.")


class OwnClaim(DomainError):
    status = 403
    code = "same-person"
    message = _l("Nobody decides on their own claim.")
