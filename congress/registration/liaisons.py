"""Who looks after a guest 联络员, as badge, agenda and the guest's own page say it: told by the slices that know."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from congress.foundation.i18n import _


class Liaison(NamedTuple):
    name: str
    phone: str

    @property
    def reached(self) -> str:
        """Name and phone, where there is one."""
        return f"{self.name} {self.phone}".strip()


# registrations → the liaison of each that has one
Finder = Callable[[Session, Collection[int]], Mapping[int, Liaison]]
_finders: list[Finder] = []


def ask_for_liaisons(*finders: Finder) -> None:
    """The first who knows somebody's liaison is believed."""
    _finders[:] = finders


def liaisons_of(session: Session, registration_ids: Collection[int]) -> dict[int, Liaison]:
    found: dict[int, Liaison] = {}
    for finder in reversed(_finders):
        found |= finder(session, registration_ids)
    return found


def liaison_line(liaison: Liaison | None) -> str:
    """For a paper, in the reader's language; nothing for nobody."""
    return str(_("Liaison: %(liaison)s", liaison=liaison.reached)) if liaison else ""
