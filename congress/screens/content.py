"""What a scene shows: gathered from the database as plain values, put into words for the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.attendance.queries import QUARTER, arrivals_per_quarter, category_attendance
from congress.ceremony.stage import Act, stage_of
from congress.ceremony.states import CUE_NAMES, Cue
from congress.checkin.models import WHOLE_CONGRESS
from congress.checkin.queries import attendance_by_forum, attendance_by_gate, attendance_by_track, standing_at
from congress.foundation.i18n import LazyString, _, _l, in_language, ngettext, pick
from congress.foundation.pages import clock_time, money
from congress.programme.models import Congress
from congress.programme.queries import tracks_of
from congress.screens.boards import board_shown, title_of
from congress.screens.queries import newcomers, public_figures
from congress.screens.states import SCENE_NAMES, Scene
from congress.seating.labels import seat_labels

WELCOMED_FOR = timedelta(minutes=10)
MOST_WELCOMED = 6
MOST_QUARTERS = 12
MOST_ACTS = 8
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


def gather(session: Session, congress_id: int, scene: Scene, *, target: int | None, now: datetime) -> Content:
    """What the scene shows at this moment; of the ceremony the group `target`, of boards that publication, of arrivals
    those of the forum.
    """
    if scene is Scene.BOARD:
        titles, rows = board_shown(session, congress_id, target or 0)
        return {"scene": scene.value, "titles": titles, "rows": rows}
    gatherer = _GATHERERS.get(scene)
    if gatherer is None:
        return {"scene": scene.value, "rows": []}
    return {"scene": scene.value, "rows": gatherer(session, congress_id, target or WHOLE_CONGRESS, now)}


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


def _gates(session: Session, congress_id: int, _target: int, now: datetime) -> list[list[Any]]:
    here = standing_at(session, congress_id, now)
    return [[slug, name, name, None, count] for slug, name, count in attendance_by_gate(session, congress_id, here)]


def _forums(session: Session, congress_id: int, _target: int, now: datetime) -> list[list[Any]]:
    here = standing_at(session, congress_id, now)
    return [list(row) for row in attendance_by_forum(session, congress_id, here)]


def _tracks(session: Session, congress_id: int, _target: int, now: datetime) -> list[list[Any]]:
    titles = {track.slug: [track.title_zh, track.title_en] for track in tracks_of(session, congress_id)}
    here = standing_at(session, congress_id, now)
    return [[slug, *titles[slug], None, count] for slug, count in attendance_by_track(session, congress_id, here)]


def _categories(session: Session, congress_id: int, _target: int, now: datetime) -> list[list[Any]]:
    here = standing_at(session, congress_id, now)
    return [list(row) for row in category_attendance(session, congress_id, here)]


def _quarters(session: Session, congress_id: int, target: int, _now: datetime) -> list[list[Any]]:
    return [list(row) for row in arrivals_per_quarter(session, congress_id, target, limit=MOST_QUARTERS)]


def _ceremony(session: Session, congress_id: int, target: int, now: datetime) -> list[list[Any]]:
    """One page of the group: that on which the stage is now."""
    congress = session.get_one(Congress, congress_id)
    groups = stage_of(session, congress, now=now).groups
    acts = [act for group in groups if group.batch.id == target for act in group.acts]
    on = next((place for place, act in enumerate(acts) if act.cue is Cue.ON_STAGE), None)
    if on is None:
        on = next((place for place, act in enumerate(acts) if act.cue in {Cue.NEXT, Cue.WAITING}), len(acts) - 1)
    first = max(0, on) // MOST_ACTS * MOST_ACTS
    return [
        [act.number, act.order, act.intention.title if act.may_be_named else None, _sides(act), act.cue.value]
        for act in acts[first : first + MOST_ACTS]
    ]


def _sides(act: Act) -> list[str] | None:
    """The names of the two sides, if every party agreed to be named."""
    return ["、".join(one.party.name for one in side) for side in (act.left, act.right)] if act.may_be_named else None


def _signed(session: Session, congress_id: int, _target: int, now: datetime) -> list[list[Any]]:
    stage = stage_of(session, session.get_one(Congress, congress_id), now=now)
    rows: list[list[Any]] = [["done", stage.totals.done, 0]]
    if stage.ceremony is not None and stage.ceremony.totals_released_at is not None:
        rows.append(["amount", stage.totals.fen, stage.totals.told])
    return rows


_GATHERERS: Mapping[Scene, Callable[[Session, int, int, datetime], list[list[Any]]]] = {
    Scene.FIGURES: _figures,
    Scene.WELCOME: _welcome,
    Scene.GATES: _gates,
    Scene.FORUMS: _forums,
    Scene.TRACKS: _tracks,
    Scene.CATEGORIES: _categories,
    Scene.QUARTERS: _quarters,
    Scene.CEREMONY: _ceremony,
    Scene.SIGNED: _signed,
}


def in_words(content: Content) -> Shown:
    """The content for the reader's language."""
    scene = Scene(content["scene"])
    write = _WRITERS.get(scene, _present)
    title = title_of(content, str(SCENE_NAMES[scene]))
    return Shown(scene.value, title, tuple(write(*row) for row in content["rows"]))


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


def _act(number: str, order: int, title: str | None, sides: list[str] | None, cue: str) -> Item:
    """The cue is what is read from afar; names are long, and stand small below."""
    label = title or str(_("Agreement %(order)s", order=order))
    return Item(number, label, str(CUE_NAMES[Cue(cue)]), " — ".join(sides) if sides else number)


def _total(key: str, value: int, told: int) -> Item:
    if key == "done":
        return Item(key, str(_("Agreements signed on stage")), f"{value:,}")
    note = ngettext("of %(num)s agreement whose parties agreed", "of %(num)s agreements whose parties agreed", told)
    return Item(key, str(_("Amount")), money(value), str(note))


def _in_front(code: str, name: str, name_en: str, result: str, result_en: str) -> Item:
    """By its order alone: a board has no numerals (PRACTICE, boards)."""
    return Item(code, "", pick(name, name_en), pick(result, result_en))


_WRITERS: Mapping[Scene, Callable[..., Item]] = {
    Scene.FIGURES: _figure,
    Scene.WELCOME: _guest,
    Scene.QUARTERS: _quarter,
    Scene.CEREMONY: _act,
    Scene.SIGNED: _total,
    Scene.BOARD: _in_front,
}
