"""What happened to a person's badge, as three kinds of events with time and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from congress.checkin.states import GateKind
from congress.desk.queries import admissions_of, prints_of
from congress.foundation.i18n import LazyString, _, _l


class Kind(StrEnum):
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    ENTERED = "entered"


KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.PRINTED: _l("Printed"),
    Kind.HANDED_OVER: _l("Handed over"),
    Kind.ENTERED: _l("Entered"),
}


@dataclass(frozen=True)
class Event:
    """One of them."""

    kind: Kind
    at: datetime
    place: str

    @property
    def name(self) -> LazyString:
        return KIND_NAMES[self.kind]


def events_of(session: Session, registration_id: int) -> Sequence[Event]:
    """By time. A meal is none of them."""
    found = [
        Event(Kind.PRINTED, row.at, row.desk or str(_("in a batch"))) for row in prints_of(session, registration_id)
    ]
    kinds = {GateKind.DESK: Kind.HANDED_OVER, GateKind.ENTRY: Kind.ENTERED}
    admitted = admissions_of(session, registration_id)
    found += [Event(kinds[row.kind], row.at, row.name) for row in admitted if row.kind in kinds]
    return sorted(found, key=lambda one: one.at)
