"""Why the demo is not loaded."""

from congress.foundation.errors import DomainError
from congress.foundation.i18n import _l


class NotEmpty(DomainError):
    code = "not-empty"
    message = _l("The database already holds a congress; the demo is loaded into an empty one only.")
