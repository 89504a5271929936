"""Refusals of verification."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class SamePerson(DomainError):
    status = 403
    code = "same-person"
    message = _l("Whoever filed a milestone, or accepted it first, cannot verify it.")


class Interested(DomainError):
    status = 403
    code = "interested"
    message = _l("You have declared an interest in this intention, so somebody else decides.")


class NoSuchMilestone(NotFound):
    message = _l("There is no such milestone.")
