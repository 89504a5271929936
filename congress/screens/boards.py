"""Released boards on a screen: the slice that keeps boards tells which there are, and what stands on one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.i18n import pick

# (titles in Chinese and English, rows in order of [key, name, English name, result, English result])
OnScreen = tuple[list[str], list[list[Any]]]


@dataclass(frozen=True)
class Boards:
    """`offered` names the boards of a congress that the public may read, by id and title in the reader's language;
    `shown` is one of them, or nothing once it is not released any more.
    """

    offered: Callable[[Session, int], list[tuple[int, str]]]
    shown: Callable[[Session, int, int], OnScreen | None]


_known: list[Boards] = []


def show_boards(boards: Boards) -> None:
    """Let a slice bring its boards to the screens."""
    _known[:] = [boards]


def boards_offered(session: Session, congress_id: int) -> list[tuple[int, str]]:
    return [one for boards in _known for one in boards.offered(session, congress_id)]


def board_shown(session: Session, congress_id: int, publication_id: int) -> OnScreen:
    """Without titles and rows once it has been withdrawn."""
    found = [boards.shown(session, congress_id, publication_id) for boards in _known]
    return next((one for one in found if one is not None), ([], []))


def title_of(content: dict[str, Any], otherwise: str) -> str:
    """The board's own title in the reader's language."""
    titles = content.get("titles")
    return pick(*titles) if titles else otherwise
