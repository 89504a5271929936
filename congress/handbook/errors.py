"""Refusals of the handbook."""

from congress.foundation.errors import DomainError
from congress.foundation.i18n import _l


class ReadAgain(DomainError):
    code = "changed-meanwhile"
    message = _l("What the handbook prints has changed since this page was shown; read it once more.")


class ReadAlready(DomainError):
    code = "read-already"
    message = _l("It has been read once as it stands; a second person releases it.")


class NothingToRelease(DomainError):
    code = "nothing-to-release"
    message = _l("Nobody has read the handbook as it stands; the first reading comes before the release.")


class ProgrammeNotReleased(DomainError):
    code = "programme-not-released"
    message = _l("The programme has to be released first: the handbook prints it.")
