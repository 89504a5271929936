"""The words of the message that an erasure is confirmed with."""

from congress.foundation.i18n import _l
from congress.notifications.kinds import Text, message_kind

ERASURE_CODE = message_kind(
    "privacy.erasure_code",
    subject=_l("Confirm the erasure of your data"),
    long=_l(
        "Somebody who is signed in with this address wants to erase the data of a person.\n\n"
        "The one-time code is %(code)s, good for five minutes. What is erased cannot be brought back. "
        "If it was not you, do nothing and nothing is erased."
    ),
    short=_l("[Alumni congress] Code to ERASE your data: %(code)s, good for five minutes."),
)


def erasure_code_text(code: str) -> Text:
    """A one-time code, which says what it is for: nobody shall confirm this by mistake."""
    return ERASURE_CODE.text(code=code)
