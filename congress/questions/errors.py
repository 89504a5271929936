"""Refusals of questions and answers."""

from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.i18n import _, _l


class NoSuchQuestion(NotFound):
    message = _l("There is no such question.")


class NoSuchFollowUp(NotFound):
    message = _l("There is no such follow-up.")


class NothingToAsk(DomainError):
    code = "nothing-to-ask"
    message = _l("No released question belongs to this follow-up yet.")


class FollowUpClosed(DomainError):
    code = "follow-up-closed"
    message = _l("The time to answer is over. Please write to the organisers.")


class NothingToRelease(DomainError):
    code = "nothing-to-release"
    message = _l("There is no draft to release.")


class ChoiceFull(Invalid):
    """Told at the question's field, since another choice is to be made there."""

    status = 409
    code = "choice-full"

    @classmethod
    def named(cls, field: str, title: str) -> "ChoiceFull":
        message = _("“%(title)s” has no seat left; please choose another.", title=title)
        return cls(message, errors=[{"field": field, "message": message}])
