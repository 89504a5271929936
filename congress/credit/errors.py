"""Refusals of boards and publications."""

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchBoard(NotFound):
    message = _l("There is no such board.")


class NoSuchPublication(NotFound):
    message = _l("There is no such publication.")


class NotYetFinal(StateRefused):
    message = _l("The objection period is not over, or an objection is not decided yet.")
