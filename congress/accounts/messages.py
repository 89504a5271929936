"""The words of login messages."""

from congress.foundation.i18n import _
from congress.notifications.actions import Text


def login_code_text(code: str, link: str) -> Text:
    """The one-time code, with a link that does the same, good for five minutes."""
    return Text(
        # no code in it: subjects stand in lists that others read
        subject=_("Your one-time code for the alumni congress"),
        long=_(
            "Your one-time code for the alumni congress is %(code)s.\n\nOr open this link:\n%(link)s\n\n"
            "Both are good for five minutes and one use. If you did not ask for this, nothing needs to be done.",
            code=code,
            link=link,
        ),
        short=_("[Alumni congress] Your one-time code is %(code)s, good for five minutes.", code=code),
    )


def second_code_text(code: str) -> Text:
    """The code of the second step, good for five minutes."""
    said = _("[Alumni congress] Your code for the second step is %(code)s, good for five minutes.", code=code)
    return Text(subject=_("Your code for the second step"), long=said, short=said)


def reset_text(link: str) -> Text:
    """A link to set a new password with."""
    said = _(
        "Somebody, you we hope, asked for a new password for the alumni congress. Set it here:\n%(link)s\n\n"
        "The link is good for half an hour and one use. If it was not you, nothing needs to be done.",
        link=link,
    )
    return Text(subject=_("A new password for the alumni congress"), long=said, short=said)


def changed_text(what: str) -> Text:
    """The account was changed; whoever did not do it says so at once."""
    said = _(
        "Your account for the alumni congress was changed: %(what)s.\n\n"
        "If it was not you, please tell the organisers at once.",
        what=what,
    )
    return Text(subject=_("Your account for the alumni congress was changed"), long=said, short=said)
