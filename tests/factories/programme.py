"""Congresses and forums for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy.orm import Session

from congress.programme.models import Category, Congress, Forum, Room, Speaker, Sponsor, Track
from congress.programme.models import Session as ProgrammeItem
from congress.programme.pictures import Use, keep_picture
from congress.programme.queries import room_by_name

# a programme of one session
SHEET = b"title,start,duration\nExample,2036-11-20 09:00,30\n"
OPENING = datetime(2036, 11, 20, 1, 0, tzinfo=UTC)


def make_congress(session: Session, *, slug: str = "2036", approval: bool = False) -> Congress:
    """A congress whose registration is open, with the categories guest and vip and one track."""
    congress = Congress(
        slug=slug, title_zh="校友回湘大会", title_en="Alumni Congress", starts_on=OPENING.date(),
        ends_on=(OPENING + timedelta(days=1)).date(), registration_open=True, released=True,
        registration_closes_at=OPENING, approval=approval,
    )  # fmt: skip
    session.add(congress)
    session.flush()
    for position, (name, letter, zh) in enumerate((("guest", "G", "嘉宾"), ("vip", "V", "贵宾"))):
        session.add(
            Category(
                congress_id=congress.id, slug=name, letter=letter, name_zh=zh, name_en=name.title(),
                colour="#1f4d3a", position=position,
            )
        )  # fmt: skip
    session.add(Track(congress_id=congress.id, slug="invest", title_zh="投资", title_en="Invest", position=1))
    session.flush()
    return congress


def make_forum(
    session: Session, congress: Congress, slug: str, *, capacity: int = 10, hour: int = 0, hours: int = 1,
    **more: object,
) -> Forum:  # fmt: skip
    """A forum that begins `hour` hours after the opening."""
    room = room_by_name(session, congress.id, "一号厅") or Room(congress_id=congress.id, name="一号厅")
    session.add(room)
    session.flush()
    forum = Forum(
        congress_id=congress.id, room_id=room.id, slug=slug, title_zh=f"专场{slug}", title_en=f"Forum {slug}",
        starts_at=OPENING + timedelta(hours=hour), ends_at=OPENING + timedelta(hours=hour + hours),
        capacity=capacity, **more,
    )  # fmt: skip
    session.add(forum)
    session.flush()
    return forum


def make_session(
    session: Session, congress: Congress, key: str, *, hour: float = 0, hours: float = 1,
    speakers: Sequence[Speaker] = (), **more: object,
) -> ProgrammeItem:  # fmt: skip
    """An item of the programme that begins `hour` hours after the opening."""
    facts = {"title_zh": f"议程{key}", "title_en": f"Item {key}"} | more
    starts = OPENING + timedelta(hours=hour)
    item = ProgrammeItem(congress_id=congress.id, key=key, starts_at=starts, ends_at=starts + timedelta(hours=hours))
    for name, value in facts.items():
        setattr(item, name, value)
    item.speakers = list(speakers)
    session.add(item)
    session.flush()
    return item


def make_room(session: Session, congress: Congress, name: str, **more: object) -> Room:
    room = Room(congress_id=congress.id, name=name, **more)
    session.add(room)
    session.flush()
    return room


def make_speaker(session: Session, congress: Congress, name: str, **more: object) -> Speaker:
    speaker = Speaker(congress_id=congress.id, name=name, **more)
    session.add(speaker)
    session.flush()
    return speaker


def make_sponsor(session: Session, congress: Congress, name: str, **more: object) -> Sponsor:
    facts: dict[str, object] = {"level": "gold"} | more
    sponsor = Sponsor(congress_id=congress.id, name=name, **facts)
    session.add(sponsor)
    session.flush()
    return sponsor


def picture_file(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A picture as a camera or a designer would send it."""
    out = BytesIO()
    Image.new("RGB", size, "#1f4d3a").save(out, kind, **more)
    return out.getvalue()


def make_picture(session: Session) -> str:
    return keep_picture(session, picture_file(), Use.PHOTO, largest=10_000, now=OPENING)


def make_large_programme(session: Session, congress: Congress, count: int = 900) -> None:
    """So many sessions over three days in fifteen rooms, with two speakers each."""
    rooms = [make_room(session, congress, f"{number}号会议室", name_en=f"Room {number}") for number in range(1, 16)]
    people = [
        make_speaker(session, congress, f"示例讲者{number}", organisation="示例（虚构）大学", title="教授")
        for number in range(60)
    ]
    for number in range(count):
        day, place = number % 3, number // 3 % len(rooms)
        slot = number // (3 * len(rooms))
        make_session(
            session, congress, f"talk-{number}", hour=24 * day + slot * 0.5, hours=0.5, room_id=rooms[place].id,
            title_zh=f"校友企业与现代化产业体系的对接与展望（第{number}场）",
            title_en=f"Alumni companies and modern industry {number}",
            label=f"主题{number % 8}", speakers=[people[number % 60], people[(number * 7 + 1) % 60]],
            abstract="这是一段示例摘要，说明本场议程的内容。" * 3,
        )  # fmt: skip
