"""The figures of the dashboard, each from the slice that owns it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from congress.checkin.queries import people_present
from congress.foundation.clock import local_day
from congress.foundation.pages import zone
from congress.notifications.queries import failed_count
from congress.outcomes.queries import arrived_and_signed, count_waiting, stage_counts
from congress.outcomes.rules import rate
from congress.programme.models import Congress
from congress.registration.queries import registration_times, status_counts, waiting_count
from congress.signing.queries import state_counts


@dataclass(frozen=True)
class Overview:
    """What an organiser looks at first; money in fen, rates as text with what they are of."""

    registrations: Mapping[str, int]
    by_day: Sequence[tuple[date, int]]
    waiting: int
    present: int
    intentions: Mapping[str, int]
    stages: Mapping[str, int]
    signed_fen: int
    arrived_fen: int
    arrival_rate: str
    to_verify: int
    failed_messages: int


LAST_DAYS = 14


def organiser_overview(session: Session, congress: Congress) -> Overview:
    arrived, signed = arrived_and_signed(session, congress.id)
    days = Counter(local_day(at, zone()) for at in registration_times(session, congress.id))
    return Overview(
        registrations=status_counts(session, congress.id),
        by_day=sorted(days.items())[-LAST_DAYS:],
        waiting=waiting_count(session, congress.id),
        present=people_present(session, congress.id),
        intentions=state_counts(session, congress.id),
        stages=stage_counts(session, congress.id),
        signed_fen=signed,
        arrived_fen=arrived,
        arrival_rate=rate(arrived, signed),
        to_verify=count_waiting(session, congress.id),
        failed_messages=failed_count(session),
    )
