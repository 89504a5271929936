"""Refusals about what goes out."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchKind(NotFound):
    message = _l("There is no such kind of message.")


class OwnWords(DomainError):
    status = 403
    code = "same-person"
    message = _l("Somebody else must release what you wrote.")


class ChangedMeanwhile(DomainError):
    code = "changed-meanwhile"
    message = _l("It has been changed since you looked at it. Please look again.")


class WeChatRefused(DomainError):
    status = 403
    code = "wechat-refused"
    message = _l("WeChat did not say who you are, or the link is too old. Please begin once more from your account.")


class BadReceipt(DomainError):
    status = 400
    code = "bad-signature"
    message = _l("The signature does not fit, or is too old.")
