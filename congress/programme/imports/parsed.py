"""What every format of a programme is read into, and how its texts, times and names are made clean."""

import hashlib
import html
import re
import sys
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from congress.foundation.errors import Invalid
from congress.foundation.i18n import _, in_language
from congress.foundation.tables import ImportReport
from congress.programme.plain import clean_html, is_markup
from congress.programme.states import KIND_NAMES, Kind

LONGEST_TITLE, LONGEST_NAME, LONGEST_SPEAKER, LONGEST_ABSTRACT = 400, 120, 200, 20_000
LONGEST_IDENTITY = 60
GUID = "guid:"
LONGEST_DURATION = timedelta(days=14)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # inside emoji and several scripts they are part of the text
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]*")
_CLOCK = re.compile(
    r"(?P<before>上午|早上|早晨|凌晨|中午|下午|晚上|傍晚|AM|PM)?\s*(\d{1,2})[:.时点](\d{2})分?(?::(\d{2})(?:\.\d+)?)?\s*(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*(?:(?:UTC|GMT)?\s*([+-])(\d{2}):?(\d{2})|Z|UTC|GMT)", re.IGNORECASE)
_LENGTH = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", re.IGNORECASE)
_SAID = re.compile(
    r"(?:(\d{1,3})\s*(?:h|hrs?|hours?|个?小时))?\s*(?:(\d{1,5})\s*(?:m|mins?|minutes?|分钟?))?", re.IGNORECASE
)
AFTERNOON, NOON = {"下午", "晚上", "傍晚", "中午", "PM"}, 12
# in this order a text that stands in several languages is read
_LANGUAGES = ("zh", "zh-hans", "zh-cn", "en")


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
    abstract_en: str = ""
    kind: str = ""
    speakers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    forum: str = ""
    # what its room and people are called in English, by the names above
    english: tuple[tuple[str, str], ...] = ()
    # which programme it belongs to: what an import of the same programme no longer holds has vanished
    source: str = ""


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
    if any(is_markup(text) for text in texts):
        # beside markup, plain text has to be written as markup too
        texts = [text if is_markup(text) else html.escape(text, quote=False) for text in texts]
    return "\n\n".join(dict.fromkeys(texts))[:LONGEST_ABSTRACT].rstrip()


def _clean_markup(text: str) -> str:
    text = "\n".join(
        "".join(_visible(character) for character in one).rstrip()
        for one in unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
    if not is_markup(text):
        return text
    cleaned = clean_html(text)
    # what is plain once its names of characters are read stays plain, so that a second reading changes nothing
    plain = html.unescape(cleaned)
    return cleaned if "<" in cleaned or is_markup(plain) else plain


def _visible(character: str) -> str:
    if character in "\n\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    kept = character in _JOINERS or (unicodedata.category(character) not in _UNSEEN and character != "\ufffd")
    return character if kept else ""


def _text(value: object) -> str:
    if isinstance(value, dict):
        told = {str(name).lower().replace("_", "-"): text for name, text in value.items() if isinstance(text, str)}
        return next((told[name] for name in _LANGUAGES if told.get(name)), next(iter(told.values()), ""))
    return "" if value is None or isinstance(value, list) else str(value)


def english(value: object) -> object:
    """The English of a text that stands in several languages, where another one is read first; else nothing."""
    told = value.get("en") if isinstance(value, dict) else None
    return told if isinstance(told, str) and told != _text(value) else ""


def paired(pairs: Iterable[tuple[object, object]]) -> tuple[tuple[str, str], ...]:
    """Names and what they are in English, where both are known."""
    cleaned = ((line(name, LONGEST_SPEAKER), line(told)) for name, told in pairs)
    return tuple((name, told) for name, told in cleaned if name and told and name != told)


def note_losses(report: ImportReport, item: str, title: object, room: object) -> None:
    """Tell which texts of an item were too long, or held what nobody can see."""
    for text, most in ((_text(title), LONGEST_TITLE), (_text(room), LONGEST_NAME)):
        if len(line(text, sys.maxsize)) > most:
            report.note(item, _("A text of more than %(most)s characters was cut.", most=most))
        elif any(not _visible(character) for character in text):
            report.note(item, _("Characters that nobody can see were left out."))


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
        clock = _CLOCK.match(text, date.end()) if date else None
        if date is None or clock is None:
            raise
        midnight = datetime(*(int(part) for part in date.groups()), tzinfo=_offset(text[clock.end() :]))  # type: ignore[misc,arg-type]  # three numbers
        found = midnight + _since_midnight(clock)
    return in_utc(found, zone)


def _offset(text: str) -> tzinfo | None:
    """What stands behind a clock time: nothing, or an offset from UTC; raises ValueError for all else."""
    if not text.strip():
        return None
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, hours, minutes = found.groups()
    return timezone(timedelta(hours=int(f"{sign}{hours}"), minutes=int(f"{sign}{minutes}"))) if sign else UTC


def _since_midnight(found: re.Match[str]) -> timedelta:
    """The clock time of a match; half past two in the afternoon is 14:30."""
    hours, minutes, seconds = (int(found.group(number) or 0) for number in (2, 3, 4))
    half = (found["before"] or found["after"] or "").upper()
    if half in AFTERNOON and hours < NOON and not (half == "中午" and hours >= NOON - 1):
        hours += NOON
    elif half and half not in AFTERNOON and hours == NOON:
        hours = 0
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


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
    return _since_midnight(found)


def duration(text: str) -> timedelta:
    """`01:30`, `01:30:00`, with days before them, `PT1H30M`, `1小时30分钟`, or a number of minutes.

    Raises:
        ValueError: it is none, or longer than anything in a programme.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    said, iso = _SAID.fullmatch(text), _LENGTH.fullmatch(text)
    if re.fullmatch(r"[0-9]{1,5}(?:\.0+)?", text):
        length = timedelta(minutes=int(text.partition(".")[0]))
    elif re.fullmatch(r"[0-9]{1,3}(?::[0-9]{1,4}){1,3}", text):
        parts = [int(part) for part in text.split(":")]
        days = parts.pop(0) if len(parts) == len(("days", "hours", "minutes", "seconds")) else 0
        hours, minutes, seconds = (*parts, 0)[:3]
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    elif iso is not None and any(iso.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    elif said is not None and any(said.groups()):
        length = timedelta(hours=int(said[1] or 0), minutes=int(said[2] or 0))
    else:
        raise ValueError(text)
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


def row_identity(number: str) -> str:
    """What a table calls its row: a UUID is an id in the world, as in our own export; anything else is a number."""
    try:
        return f"{GUID}{uuid.UUID(number)}"
    except ValueError:
        return identity("row", number)


def known_kind(text: object) -> str:
    """One of our kinds of sessions, by its name in any of our languages; nothing for another's word."""
    return _kinds_by_word().get(line(text).casefold(), "")


@cache
def _kinds_by_word() -> dict[str, str]:
    words = {kind.value: kind.value for kind in Kind}
    for language in ("zh", "en"):
        with in_language(language):
            words |= {str(KIND_NAMES[kind]).casefold(): kind.value for kind in Kind}
    return words


def note_shared_ids(sessions: Sequence[ParsedSession], report: ImportReport) -> None:
    """Tell which items of a file cannot be told apart by its own ids."""
    often = Counter(one.identity for one in sessions)
    for one in sessions:
        if often[one.identity] > 1:
            report.note(one.item, _("Another item has the same id; they are told apart by title, time and room."))


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
