"""How a freed seat is passed on."""

from enum import StrEnum


class Promotion(StrEnum):
    DIRECT = "direct"
    OFFER = "offer"
