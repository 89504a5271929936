"""Refusals of the calls for topics."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchTopicCall(NotFound):
    message = _l("There is no such call for topics.")


class NoSuchProposal(NotFound):
    message = _l("There is no such proposal.")


class NoSuchInvitation(NotFound):
    message = _l("This invitation is not valid, or not any more.")


class CallNotOpen(DomainError):
    code = "call-not-open"
    message = _l("This call takes no proposals now.")


class TooNear(DomainError):
    status = 403
    code = "own-school"
    message = _l("Nobody scores a proposal of their own school, or one of their own.")
