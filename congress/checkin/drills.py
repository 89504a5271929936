"""A drill 演练: gates rehearse with test badges and counters of their own, and nothing of it is left."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.badges.cards import Card
from congress.badges.tokens import Claims, issue_token
from congress.checkin.actions import CACHED_FOR, forget_gates
from congress.checkin.drill_queries import drill_scans_of
from congress.checkin.models import Gate
from congress.checkin.queries import gates_of
from congress.checkin.rules import FIRST_TEST_NUMBER, drill_of
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import _, pick
from congress.foundation.pages import congress_days
from congress.programme.models import Congress
from congress.registration.passes import badge_code, badge_key

TEST_BADGES = 40
HEARD_BY_ALL = timedelta(seconds=CACHED_FOR)
TEST_LETTER = "T"
COLOUR = "#6b3fa0"


def start_drill(session: Session, gates: Sequence[Gate], *, by: Actor, now: datetime) -> None:
    """From now on what these gates read counts for nothing."""
    _wipe(session, gates)
    for gate in gates:
        gate.drill_since, gate.drill_until = now, None
        record(session, by, "drill.started", "gate", gate.slug, now=now)
    forget_gates()


def end_drill(session: Session, gates: Sequence[Gate], *, by: Actor, now: datetime) -> None:
    """From now on everything counts; what was read in the drill is gone."""
    for gate in gates:
        if gate.drill_since is not None and gate.drill_until is None:
            # by then every process has heard of it, and none takes a scan for one of the drill that counts elsewhere
            gate.drill_until = now + HEARD_BY_ALL
            record(session, by, "drill.ended", "gate", gate.slug, now=now)
    _wipe(session, gates)
    forget_gates()


def is_rehearsing(gate: Gate, now: datetime) -> bool:
    """Whether nobody has ended the gate's drill, and it has not opened in earnest."""
    drill = drill_of(gate.drill_since, gate.drill_until, gate.opens_at)
    return drill is not None and gate.drill_until is None and drill.covers(now)


def gates_in_drill(session: Session, congress_id: int, *, now: datetime) -> list[str]:
    """Their names. What they read meanwhile is on no screen and in no figure."""
    return [gate.name for gate in gates_of(session, congress_id) if is_rehearsing(gate, now)]


def _wipe(session: Session, gates: Sequence[Gate]) -> None:
    for scan in drill_scans_of(session, [gate.id for gate in gates]):
        session.delete(scan)
    session.flush()


def drill_claims(congress_id: int, position: int) -> Claims:
    return Claims(congress_id, FIRST_TEST_NUMBER + position, 1, TEST_LETTER)


def drill_badge_name(number: int) -> str:
    return str(_("Test badge %(number)s", number=number - FIRST_TEST_NUMBER))


def drill_badge_number(congress_id: int, code: str) -> int | None:
    """The number of the test badge that this code is printed on."""
    for position in range(1, TEST_BADGES + 1):
        claims = drill_claims(congress_id, position)
        if badge_code(congress_id, claims.number, claims.serial) == code:
            return claims.number
    return None


def drill_cards(congress: Congress) -> list[Card]:
    """Badges that open nothing but a drill."""
    cards = []
    for position in range(1, TEST_BADGES + 1):
        claims = drill_claims(congress.id, position)
        cards.append(
            Card(
                name=drill_badge_name(claims.number), organisation=str(_("For the drill only")), title="", school="",
                category="演练", category_en="DRILL", colour=COLOUR, token=issue_token(claims, badge_key()),
                number=claims.number, code=badge_code(congress.id, claims.number, claims.serial),
                congress=pick(congress.title_zh, congress.title_en), days=congress_days(congress),
                demo=congress.is_demo,
            )
        )  # fmt: skip
    return cards
