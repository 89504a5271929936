"""The programme as a workbook: one session a row, under the columns that an import knows."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import _
from congress.programme.exports.common import Frame, guid_of, track_of
from congress.programme.imports.sheet import join_names
from congress.programme.plan import Plan, PlanItem

COLUMNS = (
    "id", "title", "title_en", "start", "end", "room", "room_en", "track", "kind", "hosts", "hosts_en", "speakers",
    "speakers_en", "abstract", "abstract_en", "forum",
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
    yield from (room.name if room else "", room.name_en if room else "", track_of(plan, item), item.kind)
    for ids in (item.hosts, [one for one in item.people if one not in item.hosts]):
        people = [plan.speaker[one] for one in ids if one in plan.speaker]
        yield join_names(one.name for one in people)
        # in the same order; who has no English name stands there by their own
        yield join_names(one.name_en or one.name for one in people) if any(one.name_en for one in people) else ""
    yield from (item.abstract, item.abstract_en, item.forum or "")


def _clock(moment: datetime, frame: Frame) -> str:
    """The clock at the place; with its offset where the clock goes twice over an hour."""
    local = moment.astimezone(frame.zone).replace(tzinfo=None)
    text = local.isoformat(" ", "seconds" if local.second else "minutes")
    told = local.replace(tzinfo=frame.zone)
    return text if told == moment else moment.astimezone(frame.zone).isoformat(" ", "minutes")
