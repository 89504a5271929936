"""How something overdue climbs: who owns it is told first, then the prefecture, then the province; pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Level(StrEnum):
    """In the order in which they are told."""

    OWNER = "owner"
    PREFECTURE = "prefecture"
    PROVINCE = "province"


# days after the date that pass before a level is told
STANDARD: Mapping[Level, int] = {Level.OWNER: 1, Level.PREFECTURE: 15, Level.PROVINCE: 30}


def next_level(due_on: date, told: Mapping[Level, date], days: Mapping[Level, int], today: date) -> Level | None:
    """Who is told now, if anybody: the first level that was not, once its time has come.

    Each level has its whole time, also where the one below was told late.
    """
    since, waited = due_on, 0
    for level in Level:
        if level not in told:
            return level if today >= since + timedelta(days=days[level] - waited) else None
        since, waited = told[level], days[level]
    return None
