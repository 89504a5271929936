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


class NoSuchDevice(NotFound):
    message = _l("There is no such device.")


class LinkSpent(DomainError):
    status = 410
    code = "link-spent"
    message = _l("This pairing link was used or has run out. Have a new one shown in the console.")


class DeviceRevoked(Forbidden):
    code = "device-revoked"
    message = _l("This device is no longer trusted. What it still holds can be sent, and will be looked at.")


class NoSuchConflict(NotFound):
    message = _l("There is no such conflict.")


class NoSuchQuarantine(NotFound):
    message = _l("There is no such scan in quarantine.")


class AlreadyRuled(DomainError):
    code = "already-ruled"
    message = _l("Somebody has decided about this scan already.")


class NoSuchSupervisor(NotFound):
    message = _l("Nobody of this gate has that account.")


class NotPresent(DomainError):
    code = "not-present"
    message = _l("This person has no entry here that could be undone.")


class NoSuchParty(NotFound):
    message = _l("There are no such companions.")


class InAnotherParty(DomainError):
    code = "in-another-party"
    message = _l("One of these people belongs to another party already.")


class TooManyCompanions(DomainError):
    code = "companions-full"
    message = _l("You cannot bring any more companions.")


class NoSuchGuest(NotFound):
    message = _l("There is no such guest of yours.")


class AlreadyProtocol(DomainError):
    code = "already-protocol"
    message = _l("This guest has a liaison already.")


class WrongPin(Forbidden):
    message = _l("This is not the PIN of this kiosk.")


class AlreadyPresent(DomainError):
    code = "already-present"
    message = _l("A scan shows this entry already.")


class NoStandingBadge(DomainError):
    code = "no-badge"
    message = _l("This registration has no valid badge.")
