"""What decides about money, from plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from congress.foundation.ids import ALPHABET, random_text
from congress.payments.states import FactKind, OrderState

PREFIX = "XY"
RANDOM = 8
# read over the phone and typed in banks' forms: what is easily misread means the same
_MISREAD = str.maketrans("OIL", "011")
_PRIME = 37
_REFERENCE = re.compile(rf"(?={PREFIX}([{ALPHABET}]{{{RANDOM + 1}}}))")
MOST_FEN = 10**11


def _weighted(body: str) -> int:
    return sum(weight * (ALPHABET.index(letter) + 1) for weight, letter in enumerate(reversed(body), start=2))


def new_reference() -> str:
    """What a payer writes into the remark: a prefix, 40 random bits, a check character."""
    while True:
        body = random_text(RANDOM)
        check = -_weighted(body) % _PRIME
        # five values of the check stand for no letter
        if check < len(ALPHABET):
            return PREFIX + body + ALPHABET[check]


def is_reference(text: str) -> bool:
    """Whether the text has the form of a reference and its check character is right."""
    body, check = text[len(PREFIX) : -1], text[-1:]
    if not text.startswith(PREFIX) or len(body) != RANDOM or not check or not set(body + check) <= set(ALPHABET):
        return False
    return (_weighted(body) + ALPHABET.index(check)) % _PRIME == 0


def references_in(remark: str) -> list[str]:
    """The references that a remark holds, however it was spaced, hyphenated or cased."""
    plain = "".join(letter for letter in remark.upper() if letter.isascii() and letter.isalnum())
    read = plain.translate(_MISREAD)
    found = [PREFIX + match.group(1) for match in _REFERENCE.finditer(read)]
    return [reference for reference in dict.fromkeys(found) if is_reference(reference)]


def read_fen(text: str) -> int:
    """`1,234.50` or `￥1234.5` → 123450.

    Raises:
        ValueError: it is no amount, has more than two decimals, or is beyond what a bank moves at once.
    """
    plain = text.strip().lstrip("¥￥").replace(",", "").replace("，", "").strip()
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        raise ValueError(text) from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > MOST_FEN:
        raise ValueError(text)
    return int(fen)


@dataclass(frozen=True)
class Fact:
    """What Stripe told about one payment, charge or refund."""

    kind: FactKind
    amount_fen: int
    failed: bool = False


@dataclass(frozen=True)
class Told:
    """What Stripe's facts come to."""

    paid_fen: int
    refunded_fen: int


def told_by(facts: Iterable[Fact]) -> Told:
    """Paid and refunded, whatever came first or twice.

    A charge tells what it gave back in all, refunds tell it one by one, and either may be missing. A refund that
    failed later is in the charge's figure and is not money that anybody has.
    """
    known = list(facts)
    paid = sum(fact.amount_fen for fact in known if fact.kind is FactKind.PAYMENT)
    in_all = sum(fact.amount_fen for fact in known if fact.kind is FactKind.CHARGE)
    refunds = [fact for fact in known if fact.kind is FactKind.REFUND]
    sent = sum(fact.amount_fen for fact in refunds if not fact.failed)
    failed = sum(fact.amount_fen for fact in refunds if fact.failed)
    return Told(paid, min(paid, max(in_all - failed, sent, 0)))


def state_of(
    *, paid_fen: int, refunded_fen: int, charged_back_fen: int, at_stake_fen: int, closed: OrderState | None,
    has_places: bool,
) -> OrderState:  # fmt: skip
    """What an order is. Money without a place leaves it closed until all of it has gone back."""
    if paid_fen > 0 and at_stake_fen > 0:
        return OrderState.DISPUTED
    if paid_fen > 0 and refunded_fen + charged_back_fen >= paid_fen:
        return OrderState.CHARGED_BACK if charged_back_fen else OrderState.REFUNDED
    if closed is not None and not has_places:
        return closed
    if paid_fen <= 0:
        return OrderState.OPEN
    return OrderState.PARTLY_REFUNDED if refunded_fen + charged_back_fen > 0 else OrderState.PAID
