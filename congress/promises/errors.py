"""Refusals about promises."""

from congress.foundation.errors import Forbidden, NotFound
from congress.foundation.i18n import _l


class NoSuchPromise(NotFound):
    message = _l("There is no such promise.")


class NotTheOwner(Forbidden):
    message = _l("A promise is worked on by the office that owns it and by the organisers.")
