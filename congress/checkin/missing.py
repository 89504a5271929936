"""Who is expected at a gate and has not come 未到名单, in the groups of those who can be called about them.

A liaison is known here; a delegation's contact is told by the slice that knows delegations (`group_missing_by`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from congress.checkin.guest_queries import guests_of
from congress.checkin.models import Gate
from congress.checkin.presence_queries import missing_at
from congress.foundation.i18n import LazyString, _l


class Way(StrEnum):
    DELEGATION = "delegation"
    LIAISON = "liaison"
    UNIT = "unit"


WAY_NAMES: Mapping[Way, LazyString] = {
    Way.DELEGATION: _l("By delegation"),
    Way.LIAISON: _l("By liaison"),
    Way.UNIT: _l("By unit"),
}


@dataclass(frozen=True, order=True)
class Contact:
    """Who can be called about several people, for the group that they come in; a liaison's group has no name."""

    group: str
    name: str
    phone: str


@dataclass(frozen=True)
class Group:
    """Some of the missing; without a contact they only share a unit."""

    unit: str
    contact: Contact | None
    people: Sequence[Any]


# registration → contact, of everybody who has one
Finder = Callable[[Session, int], Mapping[int, Contact]]


def liaison_contacts(session: Session, congress_id: int) -> dict[int, Contact]:
    return {
        guest.registration_id: Contact("", guest.liaison.name, guest.liaison.phone or "")
        for guest in guests_of(session, congress_id)
    }


_finders: dict[Way, Finder] = {Way.LIAISON: liaison_contacts}


def group_missing_by(way: Way, finder: Finder) -> None:
    """Let the list of the missing be grouped in this way."""
    _finders[way] = finder


def missing_groups(session: Session, gate: Gate, way: Way, *, day: int, most: int) -> list[Group]:
    """At most so many people: first the groups that somebody can be called about, then the others by unit."""
    finder = _finders.get(way)
    contacts = finder(session, gate.congress_id) if finder else {}
    found: defaultdict[tuple[bool, Contact | str], list[Any]] = defaultdict(list)
    for person in missing_at(session, gate, day):
        contact = contacts.get(person.id)
        found[contact is None, contact or person.organisation].append(person)
    groups, left = [], most
    for (_alone, key), people in sorted(found.items(), key=_order):
        shown = list(islice(people, left))
        left -= len(shown)
        if shown:
            groups.append(Group("", key, shown) if isinstance(key, Contact) else Group(key, None, shown))
    return groups


def _order(entry: tuple[tuple[bool, Any], Any]) -> tuple[Any, ...]:
    (alone, key), _people = entry
    return (alone, key == "", key)
