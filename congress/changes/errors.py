"""What slips refuse."""

from congress.foundation.errors import NotFound
from congress.foundation.i18n import _l


class NoSuchSlip(NotFound):
    message = _l("There is no such change slip.")
