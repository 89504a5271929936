"""Refusals of the calendar."""

from congress.foundation.errors import NotFound
from congress.foundation.i18n import _l


class NoSuchEvent(NotFound):
    message = _l("There is no such event.")
