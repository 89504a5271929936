"""What this slice refuses."""

from congress.foundation.errors import NotFound
from congress.foundation.i18n import _l


class NoSuchList(NotFound):
    message = _l("There is no such list.")


class NoSuchExport(NotFound):
    message = _l("This file is not there any more. Exported lists are kept for a few days only.")
