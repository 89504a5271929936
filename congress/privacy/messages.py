"""The words of the message that an erasure is confirmed with."""

from congress.foundation.i18n import _
from congress.notifications.actions import Text


def erasure_code_text(code: str) -> Text:
    """A one-time code, which says what it is for: nobody shall confirm this by mistake."""
    return Text(
        subject=_("Confirm the erasure of your data"),
        long=_(
            "Somebody who is signed in with this address wants to erase the data of a person.\n\n"
            "The one-time code is %(code)s, good for five minutes. What is erased cannot be brought back. "
            "If it was not you, do nothing and nothing is erased.",
            code=code,
        ),
        short=_("[Alumni congress] Code to ERASE your data: %(code)s, good for five minutes.", code=code),
    )
