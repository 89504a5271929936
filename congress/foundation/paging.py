"""Lists in pages: a cursor says after which row to go on, so that a page costs the same at any depth."""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from pydantic import Field
from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from congress.foundation.endpoint import Query
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _

T = TypeVar("T")
LARGEST_CURSOR = 500


class ListQuery(Query):
    """`limit` 1 to 200 (default 50) and the `next` of the page before."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=LARGEST_CURSOR)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows and the cursor of the next one, or None at the end."""

    items: Sequence[T]
    next: str | None


def paginate(
    session: Session,
    statement: Select[Any],
    keys: Sequence[InstrumentedAttribute[Any]],
    *,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Page[Any]:
    """The rows after `cursor` in the order of `keys`, whose last must be unique.

    Raises:
        Invalid: the cursor was not made by this list.
    """
    if cursor:
        statement = statement.where(_after(keys, _read_cursor(cursor, len(keys)), descending=descending))
    order = [key.desc() if descending else key.asc() for key in keys]
    rows = session.execute(statement.order_by(*order).limit(limit + 1)).unique().scalars().all()
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], _write_cursor([getattr(last, key.key) for key in keys]))


def page_of(items: Sequence[T], *, limit: int, cursor: str | None) -> Page[T]:
    """One page of a short list that is there already; its cursor is a position.

    Raises:
        Invalid: the cursor was not made by this list.
    """
    start = 0
    if cursor:
        [start] = _read_cursor(cursor, 1)
        if not isinstance(start, int) or isinstance(start, bool) or not 0 < start < len(items):
            raise _bad_cursor()
    end = start + limit
    return Page(items[start:end], _write_cursor([end]) if end < len(items) else None)


def paginate_values(
    values: Sequence[T], key: Callable[[T], tuple[Any, ...]], *, limit: int, cursor: str | None
) -> Page[T]:
    """As `paginate`, over values in memory that are sorted by `key`, whose last part must be unique.

    Raises:
        Invalid: the cursor was not made by this list.
    """
    start = 0
    if cursor:
        if not values:
            raise _bad_cursor()
        try:
            start = bisect_right(values, tuple(_read_cursor(cursor, len(key(values[0])))), key=key)
        except TypeError:
            raise _bad_cursor() from None
    page = values[start : start + limit]
    more = start + limit < len(values)
    return Page(page, _write_cursor(list(key(page[-1]))) if more and page else None)


def _after(keys: Sequence[InstrumentedAttribute[Any]], values: Sequence[Any], *, descending: bool) -> Any:
    """`(a, b) > (x, y)` written out, which both databases answer from an index."""
    steps = []
    for position, (key, value) in enumerate(zip(keys, values, strict=True)):
        beyond = key < value if descending else key > value
        steps.append(and_(*(k == v for k, v in zip(keys[:position], values, strict=False)), beyond))
    return or_(*steps)


def _write_cursor(values: list[Any]) -> str:
    plain = [{"t": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(orjson.dumps(plain)).decode().rstrip("=")


def _read_cursor(cursor: str, count: int) -> list[Any]:
    try:
        plain = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        values = [datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value for value in plain]
    except (binascii.Error, ValueError, TypeError, KeyError):
        raise _bad_cursor() from None
    if not isinstance(plain, list) or len(values) != count:
        raise _bad_cursor()
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        raise _bad_cursor()
    if any(
        not isinstance(value, str | int | datetime) or (isinstance(value, datetime) and value.tzinfo is None)
        for value in values
    ):
        raise _bad_cursor()
    return values


def _bad_cursor() -> Invalid:
    return Invalid.field("cursor", _("This cursor does not belong to this list."))
