"""Kinds of schools and divisions; the same words are the kinds of entities that boards rank."""

from enum import StrEnum

from congress.foundation.i18n import _l


class SchoolKind(StrEnum):
    UNIVERSITY = "university"
    SCHOOL = "school"


class DivisionKind(StrEnum):
    PREFECTURE = "prefecture"
    COUNTY = "county"
    STATISTICAL = "statistical"
    FUNCTIONAL = "functional"


KIND_NAMES = {
    "university": _l("University"),
    "school": _l("High school"),
    "prefecture": _l("Prefecture"),
    "county": _l("County or district"),
    "statistical": _l("Statistical area"),
    "functional": _l("Functional area"),
}
