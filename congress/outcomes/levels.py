"""Levels of talent: set by the organisers, named when people are filed, and how many came of each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _, pick
from congress.outcomes.models import TalentLevel
from congress.outcomes.queries import people_by_key, talent_levels
from congress.outcomes.rules import STANDARD_LEVELS, LevelLine, read_levels
from congress.programme.models import Congress


def levels_of(session: Session, congress_id: int) -> list[LevelLine]:
    """The levels of a congress, highest first."""
    found = [LevelLine(one.key, one.zh, one.en) for one in talent_levels(session, congress_id)]
    return found or list(STANDARD_LEVELS)


def level_name(levels: Sequence[LevelLine], key: str) -> str:
    """In the reader's language; a level that is no longer set is shown as it was kept."""
    return next((pick(one.zh, one.en) for one in levels if one.key == key), key)


def set_levels(session: Session, congress: Congress, text: str, *, by: Actor, now: datetime) -> None:
    """Replace the levels; an empty text brings the usual ones back. Raises Invalid naming the line."""
    try:
        levels = read_levels(text)
    except ValueError as bad:
        raise Invalid.field("levels", _("Line %(number)s cannot be read.", number=bad.args[0])) from None
    for known in talent_levels(session, congress.id):
        session.delete(known)
    session.flush()
    session.add_all(TalentLevel(congress_id=congress.id, key=one.key, zh=one.zh, en=one.en) for one in levels)
    session.flush()
    record(session, by, "levels.set", "congress", congress.slug, now=now, levels=[one.key for one in levels])


def people_by_level(session: Session, congress_id: int) -> list[tuple[LevelLine | None, int]]:
    """How many people of each level have come, as far as a verifier accepted it; at last those without one."""
    levels, counts = levels_of(session, congress_id), people_by_key(session, congress_id)
    named: list[tuple[LevelLine | None, int]] = [(one, counts.pop(one.key, 0)) for one in levels]
    return [*named, (None, sum(counts.values()))]
