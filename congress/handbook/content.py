"""What the papers say, gathered from the programme and the people: handbook, running order, host's script, lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from congress.foundation.i18n import LazyString, _l, in_language
from congress.foundation.pages import congress_days, local_time, zone
from congress.handbook.blocks import (
    Block,
    Card,
    DayGrid,
    Heading,
    Names,
    Note,
    Paper,
    Person,
    Prose,
    Rows,
    SeatMap,
    Slot,
    View,
)
from congress.handbook.models import HandbookText
from congress.handbook.speech import Speech, names_line, office, room_line, spaced, span
from congress.programme.plain import plain_text
from congress.programme.plan import Plan, PlanForum, PlanItem
from congress.programme.states import KIND_NAMES, Kind
from congress.seating.charts import Chart
from congress.seating.states import BlockKind

CONTINUED = _l("continued")
DEMO = _l("Demo data")
FOR_COMMENT = _l("Draft for comment")
CHAPTER_NAMES: Mapping[str, LazyString] = {
    "welcome": _l("Words of welcome"),
    "organisation": _l("Who organises it"),
    "projects": _l("Projects to be signed"),
    "notes": _l("Practical notes"),
    "discipline": _l("Rules of conduct"),
    "transport": _l("Transport"),
    "contacts": _l("Telephone numbers"),
}
# short practical ones follow each other on a page
SHORT = frozenset({"discipline", "transport", "contacts"})


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Everything that a paper may speak of."""

    plan: Plan
    speech: Speech
    texts: Mapping[str, HandbookText]
    # what other slices set into a chapter
    filled: Mapping[str, Sequence[Block]]
    participants: Sequence[tuple[str, str]]
    # the seating plans, drafts too
    charts: Sequence[Chart]
    # plans of rooms and photos of speakers, by name
    pictures: Mapping[str, bytes]
    organiser: str
    now: datetime
    # the edition of the handbook that says what it would print now; 0 where two people have not released that
    edition: int = 0


def frame(matter: Matter, title: Sequence[str], blocks: Sequence[Block], *, subtitle: Sequence[str] = ()) -> Paper:
    """A paper with what stands on its cover and at its feet."""
    plan, speech = matter.plan, matter.speech
    return Paper(
        title=title,
        subtitle=subtitle,
        slogan=(),
        organiser=matter.organiser,
        foot=foot_line(matter),
        language=speech.main,
        demo=" ".join(speech.say(DEMO)) if plan.demo else "",
        blocks=blocks,
        continued=" ".join(speech.say(CONTINUED)),
    )


def foot_line(matter: Matter) -> str:
    """Version and time of the print, as every paper carries them."""
    with in_language(matter.speech.main):
        time = local_time(matter.now, with_place=False)
        if matter.plan.version:
            version = str(_l("Version %(version)s", version=matter.plan.version))
        else:
            version = str(_l("Draft, not released as a whole"))
        return f"{version} · {_l('printed %(time)s', time=time)}"


def handbook(matter: Matter, *, slogan: Sequence[str]) -> Paper:
    """The whole handbook 会议手册."""
    plan, speech = matter.plan, matter.speech
    blocks: list[Block] = []
    blocks += _chapter(matter, "welcome")
    blocks += _chapter(matter, "organisation")
    days = plan.days(zone())
    if days:
        chapter = speech.say(_l("Programme at a glance"))
        blocks += [DayGrid(day, () if number else chapter) for number, day in enumerate(days)]
    blocks += _by_day(matter)
    blocks += _by_forum(matter)
    blocks += _speakers(matter)
    blocks += _room_plans(matter)
    blocks += _released_charts(matter)
    for name in ("projects", "notes", "discipline", "transport", "contacts"):
        blocks += _chapter(matter, name)
    blocks += _participants(matter)
    title = [*speech.of(plan.zh, plan.en), *speech.say(_l("Handbook"))]
    paper = frame(matter, title, blocks, subtitle=_when_and_where(matter))
    mark = [] if matter.edition else speech.say(FOR_COMMENT)
    return replace(
        paper, slogan=slogan, mark=mark, contents=speech.say(_l("Contents")),
        foot=f"{_edition(matter)} · {paper.foot}",
    )  # fmt: skip


def _edition(matter: Matter) -> str:
    with in_language(matter.speech.main):
        return str(_l("Edition %(number)s", number=matter.edition) if matter.edition else FOR_COMMENT)


def _when_and_where(matter: Matter) -> list[str]:
    days = []
    for code in matter.speech.languages:
        with in_language(code):
            days.append(congress_days(matter.plan))
    return [*days, *matter.speech.of(matter.plan.place_zh, matter.plan.place_en)]


def _chapter(matter: Matter, name: str) -> Iterator[Block]:
    """A chapter that somebody wrote or a slice fills, else none."""
    text, filled = matter.texts.get(name), matter.filled.get(name, ())
    written = matter.speech.of(text.zh, text.en) if text is not None and (text.zh or text.en) else []
    if written or filled:
        yield Heading(1, matter.speech.say(CHAPTER_NAMES[name]), fresh=name not in SHORT)
    yield from (Prose(part) for part in written)
    yield from filled


def _by_day(matter: Matter) -> Iterator[Block]:
    """Every day with every item: the list."""
    speech = matter.speech
    yield Heading(1, speech.say(_l("Programme")), fresh=True)
    yield Note(" ".join(speech.say(_l("All times are Changsha time (UTC+8)."))))
    for day, items in matter.plan.days(zone()).items():
        yield Heading(2, speech.day(day))
        yield from (slot_of(matter, item) for item in items)


def slot_of(matter: Matter, item: PlanItem, *, whole: bool = False) -> Slot:
    """One item; `whole` with its abstract, and without the room that stands above."""
    plan, speech = matter.plan, matter.speech
    kind = "" if item.kind == Kind.TALK else " ".join(speech.say(KIND_NAMES[Kind(item.kind)]))
    hosts = names_line(speech, plan, item.hosts)
    led = f"{' '.join(speech.say(_l('Host')))} {hosts}" if hosts else ""
    people = names_line(speech, plan, [one for one in item.speakers if one not in item.hosts])
    where = "" if whole else room_line(speech, plan, item.room)
    facts = ["  ·  ".join(part for part in (where, kind, led, people) if part)]
    text = "\n".join(plain_text(part) for part in speech.of(item.abstract, item.abstract_en) if part) if whole else ""
    return Slot(span(item.starts_at, item.ends_at), speech.of(item.zh, item.en), facts, text)


def _by_forum(matter: Matter) -> Iterator[Block]:
    plan, speech = matter.plan, matter.speech
    held = {item.forum for item in plan.items if item.forum}
    forums = [forum for forum in plan.forums if forum.slug in held]
    if not forums:
        return
    yield Heading(1, speech.say(_l("Forum by forum")), fresh=True)
    for forum in forums:
        yield Heading(2, speech.of(forum.zh, forum.en))
        yield Note(_where(matter, forum))
        for part in speech.of(forum.summary_zh, forum.summary_en):
            if part:
                yield Prose(part)
        yield from (slot_of(matter, item, whole=True) for item in plan.items if item.forum == forum.slug)


def _where(matter: Matter, forum: PlanForum) -> str:
    plan, speech = matter.plan, matter.speech
    day = " ".join(speech.day(plan.day_of(forum.starts_at, zone())))
    track = plan.track.get(forum.track or "")
    parts = (
        day, span(forum.starts_at, forum.ends_at), room_line(speech, plan, forum.room),
        speech.one(track.zh, track.en) if track else "",
    )  # fmt: skip
    return "  ·  ".join(part for part in parts if part)


def _speakers(matter: Matter) -> Iterator[Block]:
    if not matter.plan.speakers:
        return
    speech = matter.speech
    yield Heading(1, speech.say(_l("Speakers")), fresh=True)
    yield Note(" ".join(speech.say(_l("In the order set by the organiser"))))
    for one in matter.plan.speakers:
        text = "\n".join(part for part in speech.of(one.biography, one.biography_en) if part)
        photo = matter.pictures.get(one.photo, b"")
        yield Person(speech.of(one.name, one.name_en), office(speech, one), text, photo)


def _room_plans(matter: Matter) -> Iterator[Block]:
    """The plans of the rooms in which something happens."""
    shown = [room for room in matter.plan.used_rooms() if room.plan in matter.pictures]
    if shown:
        yield Heading(1, matter.speech.say(_l("Plans of the rooms")), fresh=True)
    for room in shown:
        yield View(matter.speech.of(room.name, room.name_en), matter.pictures[room.plan])


def _participants(matter: Matter) -> Iterator[Block]:
    """Those who agreed to be named, by the strokes of their surnames, which is said above the list."""
    if not matter.participants:
        return
    speech = matter.speech
    yield Heading(1, speech.say(_l("Participants")), fresh=True)
    yield Note(" ".join(speech.say(_l("Sorted by the strokes of the surname; only those who agreed are named."))))
    yield Names(matter.participants)


def _released_charts(matter: Matter) -> Iterator[Block]:
    """Where everybody sits; nothing that two people have not released."""
    shown = [chart for chart in matter.charts if chart.is_released]
    if shown:
        yield Heading(1, matter.speech.say(_l("Seating")), fresh=True)
        for chart in shown:
            yield from chart_blocks(matter, chart)


def chart_blocks(matter: Matter, chart: Chart) -> Iterator[Block]:
    """The seats of one forum, block by block."""
    plan, speech = matter.plan, matter.speech
    forum = next((one for one in plan.forums if one.id == chart.plan.forum_id), None)
    yield Heading(2, speech.of(forum.zh, forum.en) if forum else speech.say(_l("Seating")))
    if forum is not None:
        yield Note(_where(matter, forum))
    said = [] if chart.is_released else [_l("Draft, not released")]
    said.append(_l("Sorted by rank set by hand, then category, then the strokes of the surname."))
    yield Note("  ·  ".join(" ".join(speech.say(text)) for text in said))
    for block in chart.blocks:
        rows = [[None if cell.closed else spaced(cell.person.name) if cell.person else "" for cell in row]
                for row in block.rows]  # fmt: skip
        in_rows = block.kind is BlockKind.ROWS
        front = " ".join(speech.say(_l("Front"))) if in_rows else ""
        yield SeatMap(speech.of(block.name, block.name_en), rows, front, numbered=in_rows)


def seat_charts(matter: Matter, forum: str | None) -> Paper:
    """Seat charts of one forum or of all that have a plan, each on a page of its own."""
    wanted = matter.plan.forum.get(forum or "")
    blocks: list[Block] = []
    for chart in matter.charts:
        if not forum or (wanted is not None and chart.plan.forum_id == wanted.id):
            heading, *rest = chart_blocks(matter, chart)
            blocks += [replace(heading, fresh=bool(blocks)) if isinstance(heading, Heading) else heading, *rest]
    return frame(matter, matter.speech.say(_l("Seat charts")), blocks)


def door_signs(matter: Matter, only: date | None) -> Paper:
    """What stands at each door on each day, for the office to edit."""
    plan, speech = matter.plan, matter.speech
    blocks: list[Block] = []
    for day, items in plan.days(zone()).items():
        if only in {None, day}:
            for room in plan.used_rooms(items):
                blocks.append(Heading(1, speech.of(room.name, room.name_en), fresh=bool(blocks)))
                blocks.append(Note("  ·  ".join([*speech.of(room.venue, room.venue_en), *speech.day(day)]).strip(" ·")))
                blocks += [slot_of(matter, item) for item in items if item.room == room.id]
    return frame(matter, speech.say(_l("Door signs")), blocks)


def table_cards(matter: Matter, people: Sequence[tuple[str, str]]) -> Paper:
    return frame(matter, matter.speech.say(_l("Table cards")), [Card(name, second) for name, second in people])


def programme_grid(matter: Matter) -> Paper:
    """The programme day by day, as a grid in print and as a table for the office."""
    days = matter.plan.days(zone())
    subtitle = matter.speech.of(matter.plan.zh, matter.plan.en)
    return frame(
        matter, matter.speech.say(_l("Programme as a grid")), [DayGrid(day) for day in days], subtitle=subtitle
    )


def programme_list(matter: Matter) -> Paper:
    """The programme as a list, day by day."""
    blocks = [block for block in _by_day(matter) if not (isinstance(block, Heading) and block.level == 1)]
    title = matter.speech.say(_l("Programme"))
    return frame(matter, title, blocks, subtitle=matter.speech.of(matter.plan.zh, matter.plan.en))


def running_order(matter: Matter, forum: str | None, day: date | None) -> Paper:
    """What happens on the stage, minute by minute, with a column to write in."""
    plan, speech = matter.plan, matter.speech
    items = chosen_items(plan, forum, day)
    head = [
        " ".join(speech.say(text))
        for text in (_l("Time"), _l("Minutes"), _l("Item"), _l("Host and speakers"), _l("Room"), _l("Notes"))
    ]
    rows = []
    for item in items:
        minutes = int((item.ends_at - item.starts_at).total_seconds()) // 60
        rows.append(
            [
                span(item.starts_at, item.ends_at), str(minutes), "\n".join(speech.of(item.zh, item.en)),
                _people_with_office(matter, item), room_line(speech, plan, item.room), "",
            ]
        )  # fmt: skip
    title = speech.say(_l("Running order"))
    return frame(matter, title, [Rows(head, rows, (12, 9, 30, 30, 13, 14))], subtitle=_about(matter, forum, day))


def _people_with_office(matter: Matter, item: PlanItem) -> str:
    lines = []
    for one in item.people:
        speaker = matter.plan.speaker.get(one)
        if speaker is not None:
            mark = f"（{' '.join(matter.speech.say(_l('Host')))}）" if one in item.hosts else ""
            told = " ".join(office(matter.speech, speaker))
            lines.append(f"{matter.speech.one(speaker.name, speaker.name_en)}{mark}  {told}".rstrip())
    return "\n".join(lines)


def _about(matter: Matter, forum: str | None, day: date | None) -> list[str]:
    plan, speech = matter.plan, matter.speech
    found = plan.forum.get(forum or "")
    if found is not None:
        return [*speech.of(found.zh, found.en), _where(matter, found)]
    return [*speech.of(plan.zh, plan.en), *([" ".join(speech.day(day))] if day else [])]


def chosen_items(plan: Plan, forum: str | None, day: date | None) -> list[PlanItem]:
    """The items of one forum, of one day, or all."""
    items = [item for item in plan.items if forum is None or item.forum == forum]
    return [item for item in items if day is None or plan.day_of(item.starts_at, zone()) == day]
