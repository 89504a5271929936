"""Congresses and forums for tests."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from congress.programme.models import Category, Congress, Forum, Room, Track
from congress.programme.queries import room_by_name

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
