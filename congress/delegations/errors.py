"""Refusals of delegations."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchDelegation(NotFound):
    message = _l("There is no such delegation.")


class NoSuchNominee(NotFound):
    message = _l("There is no such nominee.")


class QuotaFull(DomainError):
    code = "quota-full"
    message = _l("No place of this category is left in the delegation.")


class DelegationClosed(DomainError):
    code = "delegation-closed"
    message = _l("The deadline of this delegation has passed; please ask the organiser.")
