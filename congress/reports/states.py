"""The rates and the ways of grouping them, with their words."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Rate(StrEnum):
    FULFILLED = "fulfilled"
    STARTED = "started"
    ARRIVED = "arrived"
    PRODUCING = "producing"


class By(StrEnum):
    PREFECTURE = "prefecture"
    UNIVERSITY = "university"
    SCHOOL = "school"
    INDUSTRY = "industry"
    YEAR = "year"


RATE_NAMES: Mapping[Rate, LazyString] = {
    Rate.FULFILLED: _l("Fulfilment rate"),
    Rate.STARTED: _l("Start rate"),
    Rate.ARRIVED: _l("Arrival rate"),
    Rate.PRODUCING: _l("Production rate"),
}
# what each divides by what, by number and by money
MEANINGS: Mapping[Rate, tuple[LazyString, LazyString]] = {
    Rate.FULFILLED: (
        _l("Projects being fulfilled ÷ projects signed"),
        _l("Contract money of those projects ÷ contract money signed"),
    ),
    Rate.STARTED: (
        _l("Projects with an accepted start of construction ÷ projects signed"),
        _l("Contract money of those projects ÷ contract money signed"),
    ),
    Rate.ARRIVED: (
        _l("Projects for which capital has arrived ÷ projects signed"),
        _l("Capital that has arrived ÷ contract money signed"),
    ),
    Rate.PRODUCING: (
        _l("Projects accepted as in production ÷ projects signed"),
        _l("Contract money of those projects ÷ contract money signed"),
    ),
}
STEP_NAMES: Mapping[str, LazyString] = {
    "lead": _l("Recorded, from the lead on"),
    "signed": _l("Signed"),
    "registered": _l("Company registered"),
    "arrived": _l("Capital arrived"),
}
BY_NAMES: Mapping[By, LazyString] = {
    By.PREFECTURE: _l("By prefecture"),
    By.UNIVERSITY: _l("By university"),
    By.SCHOOL: _l("By high school"),
    By.INDUSTRY: _l("By industry"),
    By.YEAR: _l("By year of signing"),
}
