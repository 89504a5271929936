"""What templates share: times and money as people read them, addresses of static files, security headers."""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, flash, request, url_for
from flask_babel import format_date, format_datetime
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, ValidationError

from congress.foundation.access import can, current_actor
from congress.foundation.i18n import language
from congress.foundation.money import exact_yuan, readable_in_english, readable_yuan
from congress.settings import Settings

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'"
)

MOST_DIGITS = 15


def zone() -> ZoneInfo:
    """The time zone that this installation's pages speak in."""
    settings: Settings = current_app.extensions["settings"]
    return settings.timezone


def local_time(moment: datetime | None, *, with_place: bool = True, with_year: bool = False) -> str:
    """`11月20日（周五）09:00` or `Fri 20 Nov, 09:00 (Changsha)`; what is kept for years says the year."""
    if moment is None:
        return ""
    local = moment.astimezone(zone())
    if language() == "zh":
        year = f"{local.year}年" if with_year else ""
        return f"{year}{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）{local:%H:%M}"
    place = " (Changsha)" if with_place and zone().key == "Asia/Shanghai" else ""
    pattern = "EEE d MMM y, HH:mm" if with_year else "EEE d MMM, HH:mm"
    return f"{format_datetime(local, pattern, rebase=False)}{place}"


def local_span(start: datetime, end: datetime) -> str:
    """A start and an end; the end as a clock time when it is the same day."""
    first, last = start.astimezone(zone()), end.astimezone(zone())
    if first.date() != last.date():
        return f"{local_time(start)} – {local_time(end)}"
    if language() == "zh":
        return f"{local_time(start)}–{last:%H:%M}"
    return f"{local_time(start, with_place=False)}–{last:%H:%M} (Changsha)"


def local_date(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(zone())
    return f"{local.year}年{local.month}月{local.day}日" if language() == "zh" else f"{local.day} {local:%b %Y}"


def money(fen: int | None) -> str:
    """`2.35 亿元`, `800 万元`, `12.50 元`; for English readers `¥235 million`, `¥1.2 billion`."""
    if fen is None:
        return "–"
    if language() == "zh":
        figure, unit = readable_yuan(fen)
        return f"{figure} {({'yi': '亿元', 'wan': '万元', 'yuan': '元'})[unit]}"
    figure, unit = readable_in_english(fen)
    signed = f"-¥{figure[1:]}" if fen < 0 else f"¥{figure}"
    return signed if unit == "yuan" else f"{signed} {unit}"


def clock_time(moment: datetime) -> str:
    return f"{moment.astimezone(zone()):%H:%M}"


def day_title(day: date) -> str:
    """`11月20日（周五）` or `Fri 20 Nov`."""
    if language() == "zh":
        return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
    return str(format_date(day, "EEE d MMM"))


def congress_days(congress: "HasDays") -> str:
    """The first and the last day, with the year."""
    first, last = congress.starts_on, congress.ends_on
    if language() == "zh":
        end = "" if first == last else f"—{last.month}月{last.day}日" if first.month != last.month else f"—{last.day}日"
        return f"{first.year}年{first.month}月{first.day}日{end}"
    if first == last:
        return f"{first.day} {first:%B %Y}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{start}–{last.day} {last:%B %Y}"


class HasDays(Protocol):
    """Something with a first and a last day."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


def all_days(congress: HasDays) -> list[date]:
    length = (congress.ends_on - congress.starts_on).days + 1
    return [congress.starts_on + timedelta(days=number) for number in range(length)]


def asked_day(congress: HasDays) -> date | None:
    """The day of the congress that the address names; None for anything else."""
    asked = request.args.get("day", "")
    return next((day for day in all_days(congress) if day.isoformat() == asked), None)


def flash_done(message: str) -> None:
    """Tell on the next page that an act has been done."""
    flash(message, "success")


def public_link(endpoint: str, **values: str) -> str:
    """The whole address of a page as it stands in messages: under `PUBLIC_URL`, whatever host a request named
    (SAFETY.md 21), and in jobs too, where there is no request.
    """
    settings: Settings = current_app.extensions["settings"]
    base = urlsplit(settings.public_url)
    routes = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return routes.build(endpoint, values, force_external=True)


def safe_next(target: str | None) -> str | None:
    """A path inside this site that one may be sent on to, or None (SAFETY.md 19)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 33 or character == "\\" for character in target):  # noqa: PLR2004 -- space and controls
        return None
    parts = urlsplit(target)
    return target if not parts.netloc and not parts.scheme else None


def _asset_versions(app: Flask) -> dict[str, str]:
    """Every static file with the first digits of its hash, read once at start."""
    root = Path(app.static_folder or "")
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in root.rglob("*")
        if path.is_file()
    }


class _NumberPart(IntegerConverter):
    """A number in an address; what fits no column of a database is not found."""

    def to_python(self, value: str) -> int:
        if len(value) > MOST_DIGITS:
            raise ValidationError
        return int(super().to_python(value))


def configure_pages(app: Flask, settings: Settings) -> None:
    app.url_map.converters["int"] = _NumberPart
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    versions = _asset_versions(app)

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    app.jinja_env.filters.update(clock_time=clock_time, day_title=day_title, congress_days=congress_days)
    app.jinja_env.filters.update(
        local_time=local_time,
        local_span=local_span,
        local_date=local_date,
        money=money,
        exact_yuan=exact_yuan,
    )
    app.jinja_env.globals.update(asset=asset, can=can, demo_mode=settings.demo)
    app.context_processor(lambda: {"actor": current_actor()})

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        if settings.demo:
            response.headers.setdefault("X-Demo-Data", "1")
        if request.endpoint == "static":
            response.headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if "v" in request.args else "public, max-age=300"
            )
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
