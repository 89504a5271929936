"""Refusals about planned dates."""

from congress.foundation.errors import Forbidden, NotFound
from congress.foundation.i18n import _l


class NoSuchDate(NotFound):
    message = _l("There is no such planned date.")


class NotConcerned(Forbidden):
    message = _l("Planned dates are kept by the schools and the place of the project and by the organisers.")
