"""What kinds of units send delegations."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Unit(StrEnum):
    """Whose delegation it is; the first two are known to the house and may have accounts."""

    SCHOOL = "school"
    DIVISION = "division"
    OTHER = "other"


UNIT_NAMES: Mapping[Unit, LazyString] = {
    Unit.SCHOOL: _l("School"),
    Unit.DIVISION: _l("Place"),
    Unit.OTHER: _l("Company, association or other unit"),
}
MOST_PLACES = 10_000
LAST_RANK = 9999
