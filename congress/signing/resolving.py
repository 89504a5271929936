"""What the words of an intention stand for: places, industries and schools, each looked up once."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from congress.foundation.errors import Invalid
from congress.foundation.i18n import LazyString, _l
from congress.schools.models import Division, Industry, School
from congress.schools.queries import resolve_division, resolve_industry, resolve_school

T = TypeVar("T")


class Words:
    """Keeps what it has found, so that a table of twenty thousand rows asks for each place once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._divisions: dict[str, Division | None] = {}
        self._industries: dict[str, Industry | None] = {}
        self._schools: dict[str, School | None] = {}

    def division(self, text: str) -> Division:
        """A place where a project can lie. Raises Invalid."""
        found = self._once(self._divisions, text, resolve_division)
        return _known(found if found and found.kind != "statistical" else None, "division", NO_DIVISION)

    def industry(self, text: str) -> Industry:
        """Raises Invalid."""
        return _known(self._once(self._industries, text, resolve_industry), "industry", NO_INDUSTRY)

    def school(self, text: str, field: str = "schools") -> School:
        """Raises Invalid at the field."""
        return _known(self._once(self._schools, text, resolve_school), field, NO_SCHOOL)

    def _once(self, kept: dict[str, T | None], text: str, find: Callable[[Session, str], T | None]) -> T | None:
        if text not in kept:
            kept[text] = find(self._session, text)
        return kept[text]


NO_DIVISION = _l("There is no such division.")
NO_INDUSTRY = _l("There is no such industry.")
NO_SCHOOL = _l("There is no such school.")


def _known(found: T | None, field: str, refusal: LazyString) -> T:
    if found is None:
        raise Invalid.field(field, str(refusal))
    return found
