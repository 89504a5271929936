"""E-mail addresses and phone numbers in the one form that they are stored and compared in."""

from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from congress.foundation.i18n import _

# 021 and eight digits, less the trunk zero; 400 and 800 numbers have as many
SHORTEST_WITH_AREA = 10


@dataclass(frozen=True)
class Address:
    """A way to reach somebody: exactly one of the two is set."""

    email: str | None = None
    phone: str | None = None

    @property
    def text(self) -> str:
        return self.email or self.phone or ""


def normal_email(text: str) -> str:
    """The address in lower case.

    Raises:
        ValueError: it is no e-mail address.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError(str(_("This is not an e-mail address."))) from None
    if len(found.normalized) > 254:  # noqa: PLR2004 -- RFC 5321
        raise ValueError(str(_("This is not an e-mail address.")))
    return found.normalized.lower()


def normal_phone(text: str) -> str:
    """The number in E.164; without a country code it is read as one of mainland China.

    Raises:
        ValueError: no such number can exist.
    """
    try:
        number = phonenumbers.parse(text.strip(), "CN")
    except phonenumbers.NumberParseException:
        raise ValueError(str(_("This is not a phone number."))) from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(str(_("This is not a phone number.")))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def lacks_area_code(phone: str) -> bool:
    """Whether a normal number is one of mainland China as it is dialled within a town."""
    national = phone.removeprefix("+86")
    return national != phone and len(national) < SHORTEST_WITH_AREA


def read_address(text: str) -> Address:
    """An e-mail address or a phone number, whichever the text is; raises ValueError for neither."""
    if "@" in text:
        return Address(email=normal_email(text))
    try:
        return Address(phone=normal_phone(text))
    except ValueError:
        raise ValueError(str(_("Please enter an e-mail address or a phone number."))) from None
