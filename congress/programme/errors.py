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


class NoSuchSpeaker(NotFound):
    message = _l("There is no such speaker.")


class NoSuchRoom(NotFound):
    message = _l("There is no such room.")


class NoSuchSponsor(NotFound):
    message = _l("There is no such sponsor.")


class NoSuchPicture(NotFound):
    message = _l("There is no such picture.")


class NoWaitingFile(NotFound):
    message = _l("No file waits to be looked at; send it once more.")


class NoSuchTrack(NotFound):
    message = _l("There is no such track.")


class NoSuchRelease(NotFound):
    message = _l("There is no such release.")


class ClashRefused(DomainError):
    code = "programme-clash"
    message = _l("This clashes with something else, and the rules of this congress refuse it.")


class SecondPersonNeeded(DomainError):
    status = 403
    code = "same-person"
    message = _l("Somebody else must release what you proposed.")


class ReleaseDecided(DomainError):
    code = "release-decided"
    message = _l("This release has been decided already.")


class ReleaseWaiting(DomainError):
    code = "release-waiting"
    message = _l("Another proposal waits for its second person; release or withdraw it first.")


class NothingChanged(DomainError):
    code = "nothing-changed"
    message = _l("Nothing has changed since the last release.")


class NameTaken(DomainError):
    code = "name-taken"
    message = _l("This name is already in use.")
