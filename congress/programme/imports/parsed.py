"""What every format of a programme is read into, and how its texts, times and names are made clean."""

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import nh3

from congress.foundation.errors import Invalid

LONGEST_TITLE, LONGEST_NAME, LONGEST_SPEAKER, LONGEST_ABSTRACT = 400, 120, 200, 20_000
LONGEST_IDENTITY = 60
LONGEST_DURATION = timedelta(days=14)
SAFE_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "b", "i", "a", "blockquote", "code", "pre"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # inside emoji and several scripts they are part of the text
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2})[:.时](\d{2})分?(?::(\d{2}))?")


@dataclass(frozen=True, kw_only=True)
class ParsedSession:
    """One session as its file tells it. `identity` is what the file knows it by; `item` how problems name it."""

    identity: str
    item: str
    title: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    room: str = ""
    label: str = ""
    abstract: str = ""
    speakers: tuple[str, ...] = ()
    forum: str = ""


class Unreadable(Invalid):
    """The file is not of the format that it seems to be."""


def line(text: object, most: int = LONGEST_NAME) -> str:
    """One line of at most so many characters; what nobody can see is left out."""
    seen = "".join(_visible(character) for character in unicodedata.normalize("NFC", _text(text)))
    return " ".join(seen.split())[:most].rstrip()


def names(found: Iterable[object]) -> tuple[str, ...]:
    """Speakers, each once, in the order of the file."""
    return tuple(name for name in dict.fromkeys(line(one, LONGEST_SPEAKER) for one in found) if name)


def abstract(*parts: object) -> str:
    """The parts one after the other: plain text as it is, markup reduced to paragraphs, lists, emphasis and links."""
    texts = [clean for clean in (_clean_markup(_text(part)) for part in parts) if clean]
    return "\n\n".join(dict.fromkeys(texts))[:LONGEST_ABSTRACT].rstrip()


def _clean_markup(text: str) -> str:
    text = "\n".join(
        "".join(_visible(character) for character in one).rstrip()
        for one in unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
    if not re.search(r"<[a-zA-Z/!]|&[a-zA-Z#]", text):
        return text
    cleaned = nh3.clean(
        text, tags=SAFE_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()  # fmt: skip
    return cleaned if "<" in cleaned else html.unescape(cleaned)


def _visible(character: str) -> str:
    if character in "\n\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    kept = character in _JOINERS or (unicodedata.category(character) not in _UNSEEN and character != "\ufffd")
    return character if kept else ""


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, or None."""
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moment(text: str, zone: tzinfo) -> datetime:
    """A date with a time, ISO 8601 or as offices write it; without an offset it is the clock in `zone`.

    Raises:
        ValueError: it is none.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        date = _DATE.match(text)
        clock = _CLOCK.search(text, date.end()) if date else None
        if date is None or clock is None:
            raise
        found = datetime(*(int(part) for part in (*date.groups(), *(clock.group(n) or 0 for n in (1, 2, 3)))))  # type: ignore[arg-type]  # noqa: DTZ001 -- its zone is given below
    return in_utc(found, zone)


def in_utc(found: datetime, zone: tzinfo) -> datetime:
    """The moment in UTC; raises ValueError for a year that no calendar is right about."""
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004 -- beyond it conversions between zones fail
        raise ValueError(found)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def clock(text: str) -> timedelta:
    """`09:30` as the time since midnight; raises ValueError."""
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def duration(text: str) -> timedelta:
    """`01:30`, `01:30:00`, or a number of minutes; raises ValueError."""
    text = text.strip()
    length = timedelta(minutes=int(text)) if re.fullmatch(r"[0-9]{1,5}", text) else clock(text)
    if length > LONGEST_DURATION:
        raise ValueError(text)
    return length


def digest(*parts: object) -> str:
    return hashlib.sha256("\x00".join(str(part) for part in parts).encode()).hexdigest()[:16]


def identity(kind: str, *parts: object) -> str:
    """`kind:…`: the one part itself where it is short, else a digest of all."""
    if len(parts) == 1 and len(str(parts[0])) <= LONGEST_IDENTITY:
        return f"{kind}:{parts[0]}"
    return f"{kind}:{digest(*parts)}"


def keys_of(sessions: Sequence[ParsedSession]) -> list[str]:
    """A key for each, the same from import to import.

    What the file calls a session is its key where that stands once. Calendars are known whose events share
    an id: there title, start and room are added until the key stands once, and lastly a running number.
    """
    steps: list[Callable[[ParsedSession], str]] = [
        lambda one: one.identity,
        lambda one: f"{one.identity}/{digest(one.title)}",
        lambda one: f"{one.identity}/{digest(one.title, one.starts_at.isoformat())}",
        lambda one: f"{one.identity}/{digest(one.title, one.starts_at.isoformat(), one.room)}",
    ]
    keys: list[str] = [""] * len(sessions)
    left = list(range(len(sessions)))
    for step in steps:
        made = {position: step(sessions[position]) for position in left}
        often = Counter(made.values())
        keys = [made.get(position, key) for position, key in enumerate(keys)]
        left = [position for position in left if often[made[position]] > 1]
    numbers: Counter[str] = Counter()
    for position in left:
        numbers[keys[position]] += 1
        keys[position] += f"-{numbers[keys[position]]}"
    return keys
