"""Shapes of what programs tell about projects, shared with the slices above."""

from typing import Annotated

from pydantic import AfterValidator, Field
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import ValidationError as NumberError

from congress.foundation.i18n import _
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


# one line that every paper can print; 统一社会信用代码, or none
Printable = Annotated[NonEmptyLine, AfterValidator(check_printable)]
CreditCode = Annotated[str | None, Field(max_length=18), AfterValidator(_credit_code)]
