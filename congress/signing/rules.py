"""Pure decisions about shares, and the text that is signed."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from congress.foundation.answers import encode
from congress.foundation.shares import MILLION, equal_shares
from congress.signing.states import PartyRole

RATE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,8})?")


def shares_by_kind(
    given: Sequence[tuple[str, str, int | None]],
) -> dict[str, int]:
    """School code → parts per million, from (code, kind, share or None).

    Where nobody of a kind has a share, the kind is split equally in the given order.

    Raises:
        ValueError: some of a kind have a share and some have not, or a kind's do not sum to a million; the
            kind stands in the message.
    """
    shares: dict[str, int] = {}
    for kind in dict.fromkeys(kind for _code, kind, _share in given):
        members = [(code, share) for code, other, share in given if other == kind]
        told = [share for _code, share in members if share is not None]
        if not told:
            shares |= dict(zip((code for code, _share in members), equal_shares(len(members)), strict=True))
        elif len(told) != len(members) or sum(told) != MILLION:
            raise ValueError(kind)
        else:
            shares |= {code: share for code, share in members if share is not None}
    return shares


def is_complete(parties: Iterable[tuple[int, str]], signed: Iterable[int]) -> bool:
    """Whether every party (id, role) but witnesses has signed; an agreement needs at least one such party."""
    needed = {party for party, role in parties if role != PartyRole.WITNESS}
    return bool(needed) and needed <= set(signed)


def in_yuan(amount_fen: int, rate: str) -> int:
    """An amount in hundredths of another currency as fen of CNY, at so many yuan for one, rounded half up."""
    return int((Decimal(amount_fen) * Decimal(rate)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_rate(text: str) -> bool:
    """Whether it is a rate: a positive number with at most eight decimals."""
    return bool(RATE.fullmatch(text)) and Decimal(text) > 0


def text_hash(facts: Mapping[str, Any]) -> str:
    """What a signature is bound to: SHA-256 over everything the parties see, in one fixed form."""
    return hashlib.sha256(b"congress-agreement-1\x00" + encode(facts)).hexdigest()
