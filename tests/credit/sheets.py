"""Sheets of boards for tests of the printer."""

from datetime import UTC, datetime

from congress.credit.sheet import Sheet
from congress.credit.states import Unit


def long_sheet(count: int) -> Sheet:
    """A board with so many lines, one of them with a name that needs several."""
    names = [f"示例{number:03d}县（虚构）" for number in range(count)]
    return Sheet(
        title="示例榜单", state="审定发布", lead="示例说明", columns=["县"], rows=[[name] for name in names],
        figures=[], unit=Unit.MONEY, empty="", basis=[("统计内容", "示例口径" * 40)], notice=["示例公示"],
        corrections=[], version=[("发布编号", "example")], language="zh", demo="演示数据",
        at=datetime(2036, 11, 1, tzinfo=UTC),
    )  # fmt: skip
