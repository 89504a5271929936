"""What the rights' slice refuses."""

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


class NobodyOfYours(NotFound):
    message = _l("There is nobody here whose data are yours to see.")


class NoSuchRequest(NotFound):
    message = _l("There is no such request.")


class NoSuchFile(NotFound):
    message = _l("There is no such file, or its day is over. You can have it made again.")


class HoldsOffice(StateRefused):
    message = _l("This account holds an office of the congress. Ask the security administrator to end its roles first.")


class NotAsked(StateRefused):
    message = _l("This congress does not ask for numbers of identity documents.")


class AlreadyClosed(StateRefused):
    message = _l("This request has been answered.")
