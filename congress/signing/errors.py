"""Refusals of signing."""

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchIntention(NotFound):
    message = _l("There is no such intention.")


class NoSuchAgreement(NotFound):
    message = _l("No sealed agreement has this number.")


class LinkRefused(NotFound):
    message = _l("This link is not good any more. Ask the organisers for a new one.")


class TextChanged(StateRefused):
    message = _l("The text was changed since this link was sent. Ask the organisers for a new one.")


class OutcomesStand(StateRefused):
    message = _l("An accepted outcome stands on this intention; it can no longer be changed.")


class NoSuchPair(NotFound):
    message = _l("One of these two records is not there any more, or was made one with another.")


class BothEarn(StateRefused):
    message = _l("Both have accepted outcomes, and only one may earn: have those of one reversed first.")


class TheOtherEarns(StateRefused):
    message = _l("The record that would go has accepted outcomes: keep that one, and let the other go.")


class AlreadySigned(StateRefused):
    message = _l("A party has signed; its text, parties and shares can no longer be changed.")
