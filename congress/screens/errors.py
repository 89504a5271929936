"""Refusals at the screens' desk."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchScreen(NotFound):
    message = _l("There is no such screen.")


class ScreenTaken(DomainError):
    code = "slug-taken"
    message = _l("There is already a screen with this short name.")
