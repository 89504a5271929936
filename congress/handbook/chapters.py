"""The chapters of the handbook: those that somebody writes, and what other slices set into them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.handbook.blocks import Block
from congress.handbook.models import HandbookText
from congress.handbook.queries import texts_of
from congress.handbook.speech import Speech
from congress.programme.models import Congress

Filler = Callable[[Session, Congress, Speech], Sequence[Block]]
_fillers: dict[str, Filler] = {}


def fill_chapter(name: str, filler: Filler) -> None:
    """Let a slice set blocks into a chapter, below the text that somebody wrote for it."""
    _fillers[name] = filler


def filled_chapters(session: Session, congress: Congress, speech: Speech) -> dict[str, Sequence[Block]]:
    """Chapter → what its slice has to say now."""
    return {name: filler(session, congress, speech) for name, filler in _fillers.items()}


def save_chapters(
    session: Session, congress: Congress, chapters: Mapping[str, tuple[str, str]], *, by: Actor, now: datetime
) -> None:
    """Keep each chapter's Chinese and English; an empty one is left out of the handbook."""
    known = texts_of(session, congress.id)
    for chapter, (zh, en) in chapters.items():
        text = known.get(chapter) or HandbookText(congress_id=congress.id, chapter=chapter)
        text.zh, text.en = zh, en
        session.add(text)
    record(session, by, "handbook.texts", "congress", congress.slug, now=now, chapters=sorted(chapters))
