"""What a scene shows: gathered from the database as plain values, put into words for the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.attendance.queries import QUARTER, arrivals_per_quarter, category_attendance
from congress.checkin.models import WHOLE_CONGRESS
from congress.checkin.queries import attendance_by_forum, attendance_by_gate, attendance_by_track
from congress.foundation.i18n import LazyString, _, _l, in_language, pick
from congress.foundation.pages import clock_time
from congress.programme.queries import tracks_of
from congress.screens.queries import newcomers, public_figures
from congress.screens.states import SCENE_NAMES, Scene
from congress.seating.labels import seat_labels

WELCOMED_FOR = timedelta(minutes=10)
MOST_WELCOMED = 6
MOST_QUARTERS = 12
FIGURE_NAMES: Mapping[str, LazyString] = {
    "registered": _l("Registered"),
    "present": _l("Present"),
    "schools": _l("Schools represented"),
    "signed": _l("Projects signed"),
}
# plain values, as they stand in JSON while a screen is frozen
Content = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing on a screen; `key` stays when the number moves."""

    key: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """A scene in words."""

    scene: str
    title: str
    items: tuple[Item, ...]


def gather(session: Session, congress_id: int, scene: Scene, *, forum_id: int | None, now: datetime) -> Content:
    """What the scene shows at this moment."""
    gatherer = _GATHERERS.get(scene)
    if gatherer is None:
        return {"scene": scene.value, "rows": []}
    return {"scene": scene.value, "rows": gatherer(session, congress_id, forum_id or WHOLE_CONGRESS, now)}


def _figures(session: Session, congress_id: int, _target: int, _now: datetime) -> list[list[Any]]:
    return [[key, number] for key, number in public_figures(session, congress_id).items()]


def _welcome(session: Session, congress_id: int, target: int, now: datetime) -> list[list[Any]]:
    found = newcomers(session, congress_id, target, now=now, within=WELCOMED_FOR, limit=MOST_WELCOMED)
    seats = _seats(session, [one.id for one in found], target)
    return [[one.code, one.name, one.school, one.school_en, *seats.get(one.id, ["", ""])] for one in found]


def _seats(session: Session, ids: Sequence[int], target: int) -> Mapping[int, list[str]]:
    """The seat of each in Chinese and English: in the forum that is entered, else the first that the person has."""
    words: dict[int, list[str]] = {}
    for language in ("zh", "en"):
        seen = set()
        with in_language(language):
            for (registration, forum), label in seat_labels(session, ids).items():
                if registration not in seen and target in {WHOLE_CONGRESS, forum}:
                    seen.add(registration)
                    words.setdefault(registration, []).append(label)
    return words


def _gates(session: Session, congress_id: int, _target: int, _now: datetime) -> list[list[Any]]:
    return [[slug, name, name, None, count] for slug, name, count in attendance_by_gate(session, congress_id)]


def _forums(session: Session, congress_id: int, _target: int, _now: datetime) -> list[list[Any]]:
    return [list(row) for row in attendance_by_forum(session, congress_id)]


def _tracks(session: Session, congress_id: int, _target: int, _now: datetime) -> list[list[Any]]:
    titles = {track.slug: [track.title_zh, track.title_en] for track in tracks_of(session, congress_id)}
    return [[slug, *titles[slug], None, count] for slug, count in attendance_by_track(session, congress_id)]


def _categories(session: Session, congress_id: int, _target: int, _now: datetime) -> list[list[Any]]:
    return [list(row) for row in category_attendance(session, congress_id)]


def _quarters(session: Session, congress_id: int, target: int, _now: datetime) -> list[list[Any]]:
    return [list(row) for row in arrivals_per_quarter(session, congress_id, target, limit=MOST_QUARTERS)]


_GATHERERS: Mapping[Scene, Callable[[Session, int, int, datetime], list[list[Any]]]] = {
    Scene.FIGURES: _figures,
    Scene.WELCOME: _welcome,
    Scene.GATES: _gates,
    Scene.FORUMS: _forums,
    Scene.TRACKS: _tracks,
    Scene.CATEGORIES: _categories,
    Scene.QUARTERS: _quarters,
}


def in_words(content: Content) -> Shown:
    """The content for the reader's language."""
    scene = Scene(content["scene"])
    write = _WRITERS.get(scene, _present)
    return Shown(scene.value, str(SCENE_NAMES[scene]), tuple(write(*row) for row in content["rows"]))


def _figure(key: str, number: int) -> Item:
    return Item(key, str(FIGURE_NAMES[key]), f"{number:,}")


def _guest(code: str, name: str, school: str | None, school_en: str | None, seat: str, seat_en: str) -> Item:
    return Item(code, pick(school, school_en), name, pick(seat, seat_en))


def _present(key: str, zh: str, en: str, expected: int | None, present: int) -> Item:
    if expected is None:
        return Item(key, pick(zh, en), f"{present:,}")
    missing = max(0, expected - present)
    note = _("%(expected)s expected, %(missing)s to come", expected=f"{expected:,}", missing=f"{missing:,}")
    return Item(key, pick(zh, en), f"{present:,}", str(note))


def _quarter(number: int, count: int) -> Item:
    start = datetime.fromtimestamp(number * QUARTER, UTC)
    return Item(str(number), f"{clock_time(start)}–{clock_time(start + timedelta(seconds=QUARTER))}", f"{count:,}")


_WRITERS: Mapping[Scene, Callable[..., Item]] = {
    Scene.FIGURES: _figure,
    Scene.WELCOME: _guest,
    Scene.QUARTERS: _quarter,
}
