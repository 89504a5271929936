"""Pure decisions: along which offices a review runs, and whose turn it is."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Office(StrEnum):
    """Who says a word, as schools are really subordinate; 商务 is nobody's superior here."""

    SCHOOL = "school"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"


OFFICE_NAMES: Mapping[Office, LazyString] = {
    Office.SCHOOL: _l("the school"),
    Office.COUNTY: _l("the county's education office"),
    Office.PREFECTURE: _l("the prefecture's education office"),
    Office.PROVINCE: _l("the province's education office"),
}
# always in this order, from below
ORDER = tuple(Office)


def next_office(
    chain: Sequence[Office], offices: Mapping[Office, str | None], passed: Collection[Office]
) -> Office | None:
    """Whose turn it is; None where everybody has said yes.

    A school that lies in no county's hands is the prefecture's own 市直学校: an office that it has not is passed over.
    """
    return next((one for one in chain if one not in passed and offices.get(one) is not None), None)
