"""Shapes of what programs tell about projects, shared with the slices above."""

from typing import Annotated

from pydantic import AfterValidator, Field
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import ValidationError as NumberError

from congress.foundation.i18n import _
from congress.foundation.money import is_currency
from congress.foundation.texts import NonEmptyLine
from congress.registration.names import check_printable

LARGEST_AMOUNT = 10**16


def _credit_code(value: str | None) -> str | None:
    if not value:
        return None
    try:
        return str(uscc_number.validate(value))
    except NumberError:
        raise ValueError(str(_("This is no unified social credit code."))) from None


def _known_currency(value: str) -> str:
    if not is_currency(value):
        raise ValueError(str(_("There is no such currency.")))
    return value


# one line that every paper can print; 统一社会信用代码, or none
Printable = Annotated[NonEmptyLine, AfterValidator(check_printable)]
# a code of ISO 4217
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$"), AfterValidator(_known_currency)]
CreditCode = Annotated[str | None, Field(max_length=18), AfterValidator(_credit_code)]
