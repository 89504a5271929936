"""Refusals of registration."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _, _l


class RegistrationClosed(DomainError):
    code = "registration-closed"
    message = _l("Registration for this congress is closed.")


class AlreadyRegistered(DomainError):
    code = "already-registered"
    message = _l("This person is already registered for the congress.")


class ForumPast(DomainError):
    code = "forum-past"

    @classmethod
    def named(cls, slug: str, title: str) -> "ForumPast":
        return cls(_("“%(title)s” is over.", title=title), forum=slug)


class ForumFull(DomainError):
    code = "forum-full"

    @classmethod
    def named(cls, slug: str, title: str) -> "ForumFull":
        return cls(_("“%(title)s” is full and keeps no waitlist.", title=title), forum=slug)


class ForumsOverlap(DomainError):
    code = "forums-overlap"

    @classmethod
    def named(cls, first: tuple[str, str], second: tuple[str, str]) -> "ForumsOverlap":
        text = _("“%(first)s” and “%(second)s” take place at the same time.", first=first[1], second=second[1])
        return cls(text, forums=[first[0], second[0]])


class NoSuchRegistration(NotFound):
    message = _l("There is no such registration.")


class NoOffer(DomainError):
    code = "no-offer"
    message = _l("There is no offer to accept, or it has expired.")


class NoSuchInvitation(NotFound):
    message = _l("There is no such invitation.")


class NoSuchRoster(NotFound):
    message = _l("There is no such list of yours.")


class RosterBusy(DomainError):
    code = "roster-busy"
    message = _l("This list is being worked on; wait until that is done.")


class RosterForgotten(DomainError):
    code = "roster-forgotten"
    message = _l("A list is kept for a day; bring the file again.")


class RosterNotTried(DomainError):
    code = "roster-not-tried"
    message = _l("Only a list that was tried out without an error, and is not stored yet, can be stored.")
