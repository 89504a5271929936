"""What changed, as people read it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.i18n import language, pick
from congress.programme.queries import categories_of, forums_of


def titles_of(session: Session, congress_id: int) -> dict[str, str]:
    """The names of categories and forums by kind and slug."""
    names = {f"category:{one.slug}": pick(one.name_zh, one.name_en) for one in categories_of(session, congress_id)}
    return names | {f"forum:{one.slug}": pick(one.title_zh, one.title_en) for one in forums_of(session, congress_id)}


def value_words(name: str, value: Any, titles: Mapping[str, str]) -> str:
    """A value of a field; a dash for none."""
    if name == "category":
        return titles.get(f"category:{value}", str(value))
    if name == "forums":
        return ("、" if language() == "zh" else ", ").join(titles.get(f"forum:{one}", one) for one in value) or "–"
    return str(value or "–")
