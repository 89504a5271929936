"""Refusals at the door."""

from congress.foundation.errors import DomainError, Invalid
from congress.foundation.i18n import _l


class LoginRefused(DomainError):
    status = 422
    code = "invalid"
    message = _l("E-mail or password is wrong, or the account is locked for a while.")


class CodeRefused(DomainError):
    status = 422
    code = "invalid"
    message = _l("This code is wrong, used up or too old. Please ask for a new one.")


class RolesRefused(Invalid):
    message = _l("An administrator role is held alone, and some roles need a scope.")


class AccountExists(DomainError):
    code = "account-exists"
    message = _l("There is already an account with this address.")


class OwnAccount(DomainError):
    status = 403
    code = "own-account"
    message = _l("Nobody changes their own account here; ask another security administrator.")


class CodeWrong(Invalid):
    message = _l("This code is wrong, or was used already. Please take the next one.")


class SecondStepRefused(DomainError):
    status = 422
    code = "invalid"
    message = _l("That does not prove who you are, or you have to wait for a while.")


class PasskeyRefused(DomainError):
    status = 422
    code = "invalid"
    message = _l("This passkey could not be checked. Please try again.")


class FactorNeeded(DomainError):
    code = "factor-needed"
    message = _l("Your role needs a second factor; add another one before you take this one away.")


class LinkRefused(DomainError):
    status = 422
    code = "invalid"
    message = _l("This link is unknown, used up or too old. Please ask for a new one.")


class CampusRefused(DomainError):
    status = 403
    code = "campus-login-refused"
    message = _l("Your school's login did not work, or nobody here is known by it. Please ask the organisers.")


class CampusDown(CampusRefused):
    status = 503
    message = _l("Your school's login does not answer now. Please try again later, or log in with a code.")


class CampusStale(CampusRefused):
    message = _l("This login was begun in another window, or has been used. Please begin again.")


class CampusNameless(CampusRefused):
    message = _l("Your school did not tell us an e-mail address of yours. Please log in with a code.")
