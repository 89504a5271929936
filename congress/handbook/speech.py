"""What a paper says, in Chinese, in English, or in both with the Chinese first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask_babel import LazyString

from congress.foundation.i18n import LANGUAGES, in_language
from congress.foundation.pages import day_title, zone
from congress.programme.plan import Plan, PlanSpeaker


class Tongue(StrEnum):
    ZH = "zh"
    EN = "en"
    BOTH = "both"


@dataclass(frozen=True)
class Speech:
    """Turns pairs of texts into the lines that stand on the paper: the first is the main one."""

    tongue: Tongue

    @property
    def languages(self) -> Sequence[str]:
        return tuple(LANGUAGES) if self.tongue is Tongue.BOTH else (self.tongue.value,)

    @property
    def main(self) -> str:
        return self.languages[0]

    def of(self, zh: str, en: str) -> list[str]:
        """The texts of something that has two names; where one is missing the other stands alone."""
        if self.tongue is Tongue.EN:
            return [en or zh]
        if self.tongue is Tongue.ZH or not en or en == zh or not zh:
            return [zh or en]
        return [zh, en]

    def say(self, text: LazyString) -> list[str]:
        """A fixed text of the paper, in each of its languages."""
        said = []
        for code in self.languages:
            with in_language(code):
                said.append(str(text))
        return list(dict.fromkeys(said))

    def one(self, zh: str, en: str) -> str:
        return " ".join(self.of(zh, en))

    def day(self, day: date) -> list[str]:
        said = []
        for code in self.languages:
            with in_language(code):
                said.append(day_title(day))
        return said


def span(start: datetime, end: datetime, place: ZoneInfo | None = None) -> str:
    """`09:00–10:30`; an end after midnight says so."""
    first, last = start.astimezone(place or zone()), end.astimezone(place or zone())
    after = "+1" if last.date() != first.date() else ""
    return f"{first:%H:%M}–{last:%H:%M}{after}"


def room_line(speech: Speech, plan: Plan, room: int | None) -> str:
    found = plan.room.get(room) if room is not None else None
    return speech.one(found.name, found.name_en) if found else ""


def names_line(speech: Speech, plan: Plan, ids: Sequence[int]) -> str:
    names = [speech.one(plan.speaker[one].name, plan.speaker[one].name_en) for one in ids if one in plan.speaker]
    return ("、" if speech.main == "zh" else ", ").join(names)


def office(speech: Speech, speaker: PlanSpeaker) -> list[str]:
    """Unit and title, in the order in which each language says them."""
    zh = " ".join(part for part in (speaker.organisation, speaker.title) if part)
    en = ", ".join(
        part for part in (speaker.title_en or speaker.title, speaker.organisation_en or speaker.organisation) if part
    )
    if not (speaker.title_en or speaker.organisation_en):
        return [zh] if zh else []
    return [line for line in speech.of(zh, en) if line]


def spaced(name: str) -> str:
    """A name as cards show it: one of two Han characters is set as wide as one of three."""
    both_han = len(name) == 2 and all(ord(character) >= 0x3400 for character in name)  # noqa: PLR2004 -- Han begins there
    return f"{name[0]}\u3000{name[1]}" if both_han else name
