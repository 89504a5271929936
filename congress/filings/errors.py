"""Refusals about filings."""

from congress.foundation.errors import Forbidden, NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchFiling(NotFound):
    message = _l("There is no such filing.")


class NotTheFiler(Forbidden):
    message = _l("Only the school or place that filed it works on a filing.")


class FiledAlready(StateRefused):
    message = _l("You have filed this project already; one filing of it is enough.")


class TooSoon(StateRefused):
    message = _l("Your filing of this project lapsed a short while ago. Others come first for 30 days.")


class TooMany(StateRefused):
    message = _l("Too many filings of yours wait for their investors. Have some confirmed or withdraw some first.")
