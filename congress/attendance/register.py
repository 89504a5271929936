"""Who was where: one row for each person, with the first entry to the congress and to each forum."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from congress.attendance.queries import confirmed_holdings, entries, people_listed
from congress.foundation.i18n import pick
from congress.programme.models import Forum
from congress.programme.queries import forums_of


@dataclass
class Attendee:
    """Somebody who was expected or came; `entered` goes by forum, nought is the congress."""

    code: str
    number: int | None
    name: str
    organisation: str
    title: str
    category_zh: str
    category_en: str
    entered: dict[int, datetime] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)

    @property
    def category(self) -> str:
        return pick(self.category_zh, self.category_en)

    @property
    def arrived(self) -> datetime | None:
        """The first entry anywhere: who came straight to a forum was at the congress too."""
        return min(self.entered.values(), default=None)


@dataclass(frozen=True)
class Register:
    """The whole list, by the strokes of the surname, with the forums by time."""

    forums: Sequence[Forum]
    people: Sequence[Attendee]

    def at(self, forum: Forum) -> list[Attendee]:
        """Who was expected in this forum or came."""
        return [one for one in self.people if forum.id in one.held or forum.id in one.entered]


def register_of(session: Session, congress_id: int) -> Register:
    people = {row.id: Attendee(*row[1:]) for row in people_listed(session, congress_id)}
    for entry in entries(session, congress_id):
        people[entry.registration_id].entered[entry.target] = entry.at
    for registration_id, forum_id in confirmed_holdings(session, congress_id):
        people[registration_id].held.add(forum_id)
    return Register(forums_of(session, congress_id), list(people.values()))


@dataclass(frozen=True)
class Presence:
    """What a certificate says: when somebody first entered, and the forums they were in."""

    arrived: datetime
    forums: Sequence[Forum]


def presence_of(session: Session, congress_id: int, registration_id: int) -> Presence | None:
    """None for somebody whom no entry shows."""
    found = {entry.target: entry.at for entry in entries(session, congress_id, registration_id)}
    if not found:
        return None
    forums = [forum for forum in forums_of(session, congress_id) if forum.id in found]
    return Presence(min(found.values()), forums)
