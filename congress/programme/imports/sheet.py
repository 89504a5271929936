"""A programme as a table, xlsx or CSV: one session a row, columns by their Chinese or English names."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from congress.foundation.i18n import _
from congress.foundation.tables import Cells, ImportReport, Row, read_table
from congress.programme.imports.parsed import (
    LONGEST_ABSTRACT,
    LONGEST_TITLE,
    ParsedSession,
    Unreadable,
    abstract,
    duration,
    identity,
    in_utc,
    known_kind,
    line,
    moment,
    names,
    note_losses,
    paired,
    row_identity,
)

COLUMNS = {
    "id": ("id", "key", "编号", "序号"),
    "title": ("title", "titlezh", "session", "标题", "题目", "议题", "议程", "名称", "主题"),
    "title_en": ("titleen", "english", "英文标题", "英文题目", "英文"),
    "date": ("date", "day", "日期"),
    "start": ("start", "starts", "startsat", "begin", "time", "开始", "开始时间", "起始时间", "时间"),
    "end": ("end", "ends", "endsat", "结束", "结束时间"),
    "duration": ("duration", "length", "minutes", "时长"),
    "room": ("room", "place", "location", "venue", "地点", "会议室", "会场", "房间"),
    "room_en": ("roomen", "英文地点", "英文会议室", "英文会场"),
    "track": ("track", "label", "专题", "分类", "板块"),
    "kind": ("kind", "type", "类型", "形式"),
    "hosts": ("hosts", "host", "moderator", "主持人", "主持"),
    "hosts_en": ("hostsen", "英文主持人"),
    "speakers_en": ("speakersen", "英文嘉宾"),
    "speakers": ("speakers", "speaker", "persons", "嘉宾", "演讲人", "主讲人", "演讲嘉宾", "发言人"),
    "abstract": ("abstract", "description", "summary", "摘要", "简介", "内容"),
    "abstract_en": ("abstracten", "英文摘要"),
    "forum": ("forum", "专场", "论坛"),
}
# lengths are measured and unseen characters left out where the session is made
CELLS = Cells(clean=str.strip, longest=LONGEST_ABSTRACT)
SOURCE = "table"
_FIELD_OF = {name: field for field, known in COLUMNS.items() for name in known}
# one name: in quotation marks where it holds itself what stands between names
_NAME = re.compile(r'\s*(?:"((?:[^"\n]|"")+)"(?=\s*(?:[;；、，\n]|,\s|$))|((?:[^;；、，\n,]|,(?!\s))+))')
_DATED = re.compile(r"\d{4}\D")
_SPAN = re.compile(r"\s*(?:[-–—~～至]|to)\s*")


def read_sheet(path: Path, report: ImportReport, *, zone: tzinfo) -> list[ParsedSession]:
    """Every row that has a title.

    Raises:
        Unreadable: it has no columns for title and start.
    """
    table = read_table(path, report, CELLS)
    fields: dict[str, str] = {}
    for column in table.columns:
        field = _FIELD_OF.get(re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", column)).casefold())
        if field and field not in fields:
            fields[field] = column
        elif column:
            report.note(f"row 1, column {column}", _("This column is not known and was not read."))
    if not {"title", "start"} <= fields.keys():
        raise Unreadable(_("A programme needs columns for title and start."))
    found = (_session(row, fields, zone, report) for row in table.rows)
    return [one for one in found if one is not None]


def _session(row: Row, fields: dict[str, str], zone: tzinfo, report: ImportReport) -> ParsedSession | None:
    def cell(field: str) -> str:
        return row.get(fields[field]) if field in fields else ""

    title = line(cell("title"), LONGEST_TITLE)
    if not title:
        report.error(row.item(fields["title"]), _("It has no title."))
        return None
    # an office writes "09:00-10:30" in one cell
    begin, until = _split_span(cell("start"))
    end = cell("end") or until
    try:
        starts_at = _moment(cell("date"), begin or cell("start"), zone)
    except (ValueError, OverflowError):
        report.error(row.item(fields["start"]), _("Its start cannot be read."))
        return None
    try:
        ends_at = _end(cell("date"), end, cell("duration"), starts_at, zone)
    except (ValueError, OverflowError):
        column = next((fields[name] for name in ("end", "duration") if name in fields), "end")
        report.error(row.item(column), _("Its end cannot be read."))
        return None
    number = line(cell("id"))
    note_losses(report, row.item(), cell("title"), cell("room"))
    return ParsedSession(
        identity=row_identity(number) if number else identity("title", title, ""),
        item=f"{row.item()}, {title}",
        title=title,
        title_en=line(cell("title_en"), LONGEST_TITLE),
        starts_at=starts_at,
        ends_at=ends_at,
        room=line(cell("room")),
        label=line(cell("track")),
        abstract=abstract(cell("abstract")),
        abstract_en=abstract(cell("abstract_en")),
        kind=known_kind(cell("kind")),
        speakers=split_names(cell("speakers")),
        hosts=split_names(cell("hosts")),
        english=_english(cell),
        forum=line(cell("forum")),
        source=SOURCE,
    )


def _english(cell: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """The English names of room and people; those of people count where each has one, in the same order."""
    pairs: list[tuple[str, str]] = [(cell("room"), cell("room_en"))]
    for field in ("hosts", "speakers"):
        own, told = split_names(cell(field)), split_names(cell(f"{field}_en"))
        pairs += zip(own, told, strict=True) if len(own) == len(told) else []
    return paired(pairs)


def split_names(text: str) -> tuple[str, ...]:
    """The names of one cell, with whatever offices put between them."""
    return names(quoted.replace('""', '"') or plain for quoted, plain in _NAME.findall(text))


def join_names(found: Iterable[str]) -> str:
    """A cell that `split_names` reads as these names."""
    quoted = ((name, name.replace('"', '""')) for name in found)
    return "；".join(name if split_names(name) == (name,) else f'"{inner}"' for name, inner in quoted)


def _split_span(text: str) -> tuple[str, str]:
    """The two ends of `09:00-10:30`; nothing where it is one moment."""
    parts = _SPAN.split(unicodedata.normalize("NFKC", text).strip())
    clocks = [part for part in parts if ":" in part]
    return (clocks[0], clocks[1]) if len(parts) == len(clocks) == 2 else ("", "")  # noqa: PLR2004 -- two ends


def _moment(day: str, text: str, zone: tzinfo) -> datetime:
    """The moment of a cell that holds it whole, or a clock time of the day in another cell."""
    if _DATED.match(text) or not day:
        return moment(text, zone)
    return moment(f"{day.split(' ', maxsplit=1)[0]} {text}", zone)


def _end(day: str, text: str, length: str, starts_at: datetime, zone: tzinfo) -> datetime:
    if not text:
        return starts_at + duration(length)
    if _DATED.match(text):
        ends_at = moment(text, zone)
    else:
        begun = starts_at.astimezone(zone)
        ends_at = _moment(day or f"{begun:%Y-%m-%d}", text, zone)
        # what ends before it starts ends on the next day: over midnight
        if ends_at < starts_at:
            local = ends_at.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
            ends_at = in_utc(local, zone)
    if ends_at < starts_at:
        raise ValueError(text)
    return ends_at
