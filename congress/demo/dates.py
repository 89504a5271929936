"""What stands in the demo's calendar beside the congress: platforms of the province and one school's own event."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.coordination.models import OutsideEvent
from congress.demo.logins import SCHOOL_CODE
from congress.programme.models import Congress
from congress.schools.queries import resolve_school

# days after the congress begins, how many days, titles, place; the days are invented
PLATFORMS = (
    (-24, 3, "港洽周（演示日期）", "Hong Kong trade week (demo dates)", "香港", "Hong Kong"),
    (1, 3, "湘商大会（演示日期）", "Hunan merchants' congress (demo dates)", "长沙", "Changsha"),
    (35, 4, "沪洽周（演示日期）", "Shanghai trade week (demo dates)", "上海", "Shanghai"),
    (70, 4, "中非经贸博览会（演示日期）", "China–Africa expo (demo dates)", "长沙", "Changsha"),
)


def load_dates(session: Session, congress: Congress, *, now: datetime) -> None:
    for offset, days, zh, en, place_zh, place_en in PLATFORMS:
        session.add(_event(congress, offset, days, now, title_zh=zh, title_en=en, place_zh=place_zh, place_en=place_en))
    school = resolve_school(session, SCHOOL_CODE)
    session.add(
        _event(
            congress, 0, 1, now, title_zh="校友论坛（演示）", title_en="Alumni forum (demo)", place_zh="长沙",
            place_en="Changsha", school_id=school.id if school else None, public=False,
        )
    )  # fmt: skip


def _event(congress: Congress, offset: int, days: int, now: datetime, **facts: object) -> OutsideEvent:
    first = congress.starts_on + timedelta(days=offset)
    known: dict[str, object] = {"public": True} | facts
    return OutsideEvent(starts_on=first, ends_on=first + timedelta(days=days - 1), changed_at=now, **known)
