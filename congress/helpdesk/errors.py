"""Refusals of the help desk."""

from congress.foundation.errors import NotFound
from congress.foundation.i18n import _l


class NoSuchCall(NotFound):
    message = _l("There is no such call.")
