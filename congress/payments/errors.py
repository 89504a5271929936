"""Refusals about money."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _, _l


class PaymentsOff(DomainError):
    code = "payments-off"
    message = _l("Nothing is sold at this congress, or this way of paying is not set up.")


class NotOnSale(DomainError):
    code = "not-on-sale"

    @classmethod
    def named(cls, slug: str, title: str) -> "NotOnSale":
        return cls(_("“%(title)s” is not on sale now.", title=title), extra=slug)


class SoldOut(DomainError):
    code = "sold-out"

    @classmethod
    def named(cls, slug: str, title: str) -> "SoldOut":
        return cls(_("There are not enough places left of “%(title)s”.", title=title), extra=slug)


class TooMuchBack(DomainError):
    code = "refund-too-large"
    message = _l("That is more than what is left of the payment.")


class PaymentDisputed(DomainError):
    code = "payment-disputed"
    message = _l("The payer's bank disputes this payment: giving it back now could pay it back twice.")


class BadSignature(DomainError):
    status = 400
    code = "bad-signature"
    message = _l("The signature does not fit, or is too old.")


class BadEvent(DomainError):
    status = 400
    code = "bad-request"
    message = _l("This is no event of Stripe.")


class PaymentServiceDown(DomainError):
    status = 503
    code = "unavailable"
    message = _l("The payment service does not answer now. Your order stands; please try again in a minute.")


class NoSuchOrder(NotFound):
    message = _l("There is no such order.")


class NoSuchExtra(NotFound):
    message = _l("There is no such extra.")
