"""Refusals at the arrival desk."""

from congress.foundation.errors import DomainError
from congress.foundation.i18n import LazyString, _, _l


class PrintedBefore(DomainError):
    code = "printed-before"
    message = _l("This badge was printed before; print it again only if it did not come out.")


class NoBadge(DomainError):
    code = "no-badge"
    message = _l("There is no valid badge; the registration has to be confirmed first.")


class NotHandedOver(DomainError):
    code = "not-handed-over"

    @classmethod
    def because(cls, why: LazyString) -> "NotHandedOver":
        return cls(_("Not handed over: %(why)s.", why=why))
