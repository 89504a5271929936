"""Dividing a whole number exactly: by largest remainder, to the last unit."""

from collections.abc import Sequence

MILLION = 1_000_000


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of `total` in proportion to `weights` (positive integers) that add up to exactly `total`.

    Hamilton's method: each gets the whole part of its quota, the units left over go to the largest
    remainders; equal remainders go to the earlier one, so the order of the list is part of the input.
    A negative total gives the exact negatives, so that a counter-entry undoes an entry.

    Raises:
        ValueError: no weights, or one that is not positive.
    """
    if not weights or any(weight <= 0 for weight in weights):
        raise ValueError("Weights must be positive.")
    if total < 0:
        return [-part for part in apportion(-total, weights)]
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for position in by_remainder[: total - sum(parts)]:
        parts[position] += 1
    return parts


def equal_shares(count: int) -> list[int]:
    """A million in `count` parts that differ by one at most."""
    return apportion(MILLION, [1] * count)
