"""Refusals about monthly returns."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchReturn(NotFound):
    message = _l("There is no such return.")


class SamePerson(DomainError):
    status = 403
    code = "same-person"
    message = _l("Whoever filed a return cannot accept it.")
