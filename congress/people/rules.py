"""Pure decisions: why two records may be one person, and how much each reason weighs."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Sign(StrEnum):
    """What two records share."""

    DOCUMENT = "document"
    NAME = "name"
    SOUND = "sound"
    PHONE = "phone"
    EMAIL = "email"
    UNIT = "unit"
    SCHOOL_YEAR = "school_year"


SIGN_NAMES: Mapping[Sign, LazyString] = {
    Sign.DOCUMENT: _l("the same identity document"),
    Sign.NAME: _l("the same name"),
    Sign.SOUND: _l("names that sound the same"),
    Sign.PHONE: _l("the same phone"),
    Sign.EMAIL: _l("the same e-mail"),
    Sign.UNIT: _l("the same organisation"),
    Sign.SCHOOL_YEAR: _l("the same school and year"),
}
# a secretary's phone serves ten leaders, and a name is borne by many: neither is enough alone
WEIGHTS: Mapping[Sign, int] = {
    Sign.DOCUMENT: 100,
    Sign.NAME: 40,
    Sign.SOUND: 25,
    Sign.PHONE: 35,
    Sign.EMAIL: 35,
    Sign.UNIT: 20,
    Sign.SCHOOL_YEAR: 35,
}
LIKELY = 60
CERTAIN = 100


def score(signs: Iterable[Sign]) -> int:
    """How likely two records are one person, up to 100; a name that is the same also sounds the same."""
    found = set(signs)
    if Sign.NAME in found:
        found.discard(Sign.SOUND)
    return min(sum(WEIGHTS[sign] for sign in found), CERTAIN)


# what is chosen field by field
FIELD_NAMES: Mapping[str, LazyString] = {
    "name": _l("Name"),
    "family_name": _l("Family name"),
    "given_name": _l("Given name"),
    "organisation": _l("Organisation"),
    "title": _l("Position"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "nationality": _l("Nationality"),
}
