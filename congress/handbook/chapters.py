"""The chapters of the handbook that somebody writes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.handbook.models import HandbookText
from congress.handbook.queries import texts_of
from congress.programme.models import Congress


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
