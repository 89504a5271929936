"""Amounts as Chinese and English readers say them, without a cent going astray."""

import pytest
from flask import Flask

from congress.foundation.i18n import in_language
from congress.foundation.pages import money

READINGS = [
    (1_454_000_000_00, "14.54 亿元", "¥1.45 billion"),
    (10_894_800_00, "1,089.48 万元", "¥10.89 million"),
    (500_000_00, "50 万元", "¥500,000.00"),
    (12_50, "12.50 元", "¥12.50"),
    (-235_000_000_00, "-2.35 亿元", "-¥235 million"),
]


@pytest.mark.one_database
@pytest.mark.parametrize(("fen", "chinese", "english"), READINGS)
def test_an_amount_reads_in_the_readers_own_units(app: Flask, fen: int, chinese: str, english: str) -> None:
    with app.test_request_context(), in_language("zh"):
        assert money(fen) == chinese
    with app.test_request_context(), in_language("en"):
        assert money(fen) == english
