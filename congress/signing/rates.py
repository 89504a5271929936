"""Foreign money in yuan: a rate with its day and source, and what an amount is by it, to the fen."""

from datetime import date

from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.signing.rules import in_yuan, is_rate
from congress.signing.shapes import LARGEST_AMOUNT


def counted_in_yuan(amount_fen: int, rate: str | None, rate_on: date | None, rate_source: str) -> int | None:
    """Fen of CNY; None where no rate is told. Raises Invalid for a rate that is none or lacks its day or source."""
    if rate is None:
        if rate_on or rate_source:
            raise Invalid.field("rate", _("Say the rate too."))
        return None
    if not is_rate(rate):
        raise Invalid.field("rate", _("A rate is a number such as 7.1234: yuan for one of the other currency."))
    if rate_on is None or not rate_source:
        missing = "rate_on" if rate_on is None else "rate_source"
        raise Invalid.field(missing, _("A rate needs its day and its source."))
    counted = in_yuan(amount_fen, rate)
    if counted > LARGEST_AMOUNT:
        raise Invalid.field("rate", _("This amount is not possible."))
    return counted


def refuse_rate(rate: str | None) -> None:
    """Yuan have no rate."""
    if rate:
        raise Invalid.field("rate", _("An amount in yuan has no rate."))
