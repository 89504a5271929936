"""The programme as a workbook: one session a row, under the columns that an import knows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import _
from congress.programme.exports.common import Frame, guid_of, track_of
from congress.programme.imports.sheet import join_names
from congress.programme.plan import Plan, PlanItem

COLUMNS = (
    "id", "title", "title_en", "start", "end", "room", "track", "kind", "hosts", "speakers", "abstract",
    "abstract_en", "forum",
)  # fmt: skip


def schedule_xlsx(plan: Plan, frame: Frame) -> bytes:
    """The whole programme with both languages side by side."""
    out = BytesIO()
    write_table(out, str(_("Programme")), COLUMNS, (list(_row(plan, item, frame)) for item in plan.items))
    return out.getvalue()


def _row(plan: Plan, item: PlanItem, frame: Frame) -> Iterator[str]:
    room = plan.room.get(item.room) if item.room is not None else None
    yield guid_of(plan, item)
    yield from (item.zh, item.en, _clock(item.starts_at, frame), _clock(item.ends_at, frame))
    yield from (room.name if room else "", track_of(plan, item), item.kind)
    yield join_names(_names(plan, item.hosts))
    yield join_names(_names(plan, (one for one in item.people if one not in item.hosts)))
    yield from (item.abstract, item.abstract_en, item.forum or "")


def _names(plan: Plan, ids: Iterable[int]) -> Iterator[str]:
    return (plan.speaker[one].name for one in ids if one in plan.speaker)


def _clock(moment: datetime, frame: Frame) -> str:
    """The clock at the place; with its offset where the clock goes twice over an hour."""
    local = moment.astimezone(frame.zone).replace(tzinfo=None)
    text = local.isoformat(" ", "seconds" if local.second else "minutes")
    told = local.replace(tzinfo=frame.zone)
    return text if told == moment else moment.astimezone(frame.zone).isoformat(" ", "minutes")
