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
