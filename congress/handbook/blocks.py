"""What a paper consists of, before it becomes PDF or a document for the office: the same blocks for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A chapter (1), a forum or a day (2), a part of it (3); `fresh` begins a new page."""

    level: int
    lines: Sequence[str]
    fresh: bool = False


@dataclass(frozen=True)
class Prose:
    """Paragraphs as somebody wrote them."""

    text: str


@dataclass(frozen=True)
class Note:
    """A quiet line: how a list is sorted, where something takes place."""

    text: str


@dataclass(frozen=True)
class Slot:
    """One session: when, what, who and where; it is never torn apart where a page ends."""

    when: str
    title: Sequence[str]
    facts: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True)
class Person:
    """A speaker with office and biography."""

    name: Sequence[str]
    office: Sequence[str] = ()
    text: str = ""
    photo: bytes = b""


@dataclass(frozen=True)
class View:
    """A picture as wide as the page allows, such as the plan of a room."""

    name: Sequence[str]
    picture: bytes


@dataclass(frozen=True)
class Names:
    """A list of people: name and office, in columns."""

    people: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Rows:
    """A table whose head is said again on each page; `widths` are shares."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


@dataclass(frozen=True)
class Speaking:
    """What a host says, and a line above it that is not said."""

    cue: str
    words: str


@dataclass(frozen=True)
class DayGrid:
    """The programme of one day as a grid of rooms; the first of several carries the chapter's heading."""

    day: date
    chapter: Sequence[str] = ()


@dataclass(frozen=True)
class SeatMap:
    """Seats as one sees them from behind, the front row first; a seat is a name, empty, or None when out of use.
    `front` stands at the side towards which everybody looks, `numbered` tells row and seat numbers beside it.
    """

    name: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    front: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class Card:
    """A card that stands on a table: the name on both its sides, and perhaps a second line."""

    name: str
    second: str = ""


Block = Heading | Prose | Note | Slot | Person | View | Names | Rows | Speaking | DayGrid | SeatMap | Card


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole document: its blocks, and what stands on its cover and at the foot of each page."""

    title: Sequence[str]
    subtitle: Sequence[str]
    slogan: Sequence[str]
    organiser: str
    foot: str
    language: str
    demo: str
    blocks: Sequence[Block]
    # the heading of the list of contents, where there is one
    contents: Sequence[str] = ()
    continued: str = ""
    # what stands large on the cover of a paper that is no final one
    mark: Sequence[str] = ()
