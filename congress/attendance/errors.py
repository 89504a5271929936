"""Refusals about certificates."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NotOverYet(DomainError):
    code = "not-over-yet"
    message = _l("Certificates of attendance can be had after the last day of the congress.")


class DidNotCome(NotFound):
    message = _l("No entry of this person is recorded, so there is no certificate.")


class NoSuchCertificate(NotFound):
    message = _l("We have issued no certificate with this code.")
