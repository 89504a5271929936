"""The words of login messages."""

from congress.foundation.i18n import _l
from congress.notifications.kinds import Text, message_kind

_SECOND = _l("[Alumni congress] Your code for the second step is %(code)s, good for five minutes.")
_RESET = _l(
    "Somebody, you we hope, asked for a new password for the alumni congress. Set it here:\n%(link)s\n\n"
    "The link is good for half an hour and one use. If it was not you, nothing needs to be done."
)
_CHANGED = _l(
    "Your account for the alumni congress was changed: %(what)s.\n\n"
    "If it was not you, please tell the organisers at once."
)
LOGIN_CODE = message_kind(
    "accounts.login_code",
    # no code in it: subjects stand in lists that others read
    subject=_l("Your one-time code for the alumni congress"),
    long=_l(
        "Your one-time code for the alumni congress is %(code)s.\n\nOr open this link:\n%(link)s\n\n"
        "Both are good for five minutes and one use. If you did not ask for this, nothing needs to be done."
    ),
    short=_l("[Alumni congress] Your one-time code is %(code)s, good for five minutes."),
)
SECOND_CODE = message_kind(
    "accounts.second_code", subject=_l("Your code for the second step"), long=_SECOND, short=_SECOND
)
RESET = message_kind("accounts.reset", subject=_l("A new password for the alumni congress"), long=_RESET, short=_RESET)
CHANGED = message_kind(
    "accounts.changed",
    subject=_l("Your account for the alumni congress was changed"),
    long=_CHANGED,
    short=_CHANGED,
)


def login_code_text(code: str, link: str) -> Text:
    """The one-time code, with a link that does the same, good for five minutes."""
    return LOGIN_CODE.text(code=code, link=link)


def second_code_text(code: str) -> Text:
    """The code of the second step, good for five minutes."""
    return SECOND_CODE.text(code=code)


def reset_text(link: str) -> Text:
    """A link to set a new password with."""
    return RESET.text(link=link)


def changed_text(what: str) -> Text:
    """The account was changed; whoever did not do it says so at once."""
    return CHANGED.text(what=what)
