"""Every setting of the product, read once from the environment; a wrong value stops the start with one line."""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting has a value the product cannot start with; the message is one line for the operator."""


@dataclass(frozen=True, kw_only=True)
class CampusLogin:
    """A school's own login, which vouches for that school's contacts."""

    slug: str
    kind: str
    name: str
    school: str
    url: str
    client_id: str = ""
    client_secret: str = ""
    # what holds the e-mail address
    attribute: str = "email"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment decides; nothing else in the code base reads it."""

    instance_dir: Path
    database_url: str
    redis_url: str | None
    celery_broker_url: str | None
    public_url: str
    secret_key: str | None
    timezone: ZoneInfo
    demo: bool
    smtp_url: str | None
    mail_from: str
    mail_reply_to: str | None
    mail_per_minute: int
    messages_per_address: int
    sms_gateway_url: str | None
    sms_gateway_key: str | None
    sms_gateway_secret: str | None
    sms_quiet_hours: tuple[int, int]
    sms_per_minute: int
    wechat_app_id: str | None
    wechat_app_secret: str | None
    wechat_api_base: str
    stripe_secret_key: str | None
    stripe_webhook_secret: str | None
    stripe_api_base: str | None
    badge_key: str | None
    board_key: str | None
    field_key: str | None
    organiser_name: str
    icp_number: str
    log_level: str
    trusted_proxies: int
    db_pool_size: int
    max_upload_bytes: int
    export_rows_at_once: int
    export_kept_days: int
    verify_with_two_above_fen: int | None
    filing_protection_days: int
    password_policy: str
    require_second_factor: bool
    session_idle_minutes: int
    session_hours: int
    campus_logins: tuple[CampusLogin, ...]

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def of_process(cls) -> "Settings":
        """The settings a process starts with; a wrong one ends it with one line and exit code 2."""
        try:
            return cls.from_environment()
        except SettingsError as error:
            print(error, file=sys.stderr, flush=True)  # noqa: T201 -- there are no logs yet
            sys.exit(2)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every setting.

        Raises:
            SettingsError: naming the variable, its value's fault and what is expected.
        """
        read = _Reader(os.environ if environ is None else environ)  # noqa: TID251 -- the one place
        instance = Path(read.text("CONGRESS_INSTANCE", str(ROOT / "instance"))).absolute()
        return cls(
            instance_dir=instance,
            database_url=read.database_url(instance),
            redis_url=read.url("REDIS_URL", {"redis", "rediss", "unix"}),
            celery_broker_url=read.url(
                "CELERY_BROKER_URL",
                {"redis", "rediss", "amqp", "amqps", "filesystem", "unix", "redis+socket"},
            ),
            public_url=(read.url("PUBLIC_URL", {"http", "https"}) or "http://127.0.0.1:8000").rstrip("/"),
            secret_key=read.secret("SECRET_KEY", at_least=16),
            timezone=read.zone("CONGRESS_TIMEZONE", "Asia/Shanghai"),
            demo=read.flag("CONGRESS_DEMO"),
            smtp_url=read.url("SMTP_URL", {"smtp", "smtps"}),
            mail_from=read.text("MAIL_FROM", "congress@localhost"),
            mail_reply_to=read.optional("MAIL_REPLY_TO"),
            mail_per_minute=read.number("MAIL_PER_MINUTE", 600, 1, 60_000),
            messages_per_address=read.number("MESSAGES_PER_ADDRESS", 30, 1, 10_000),
            sms_gateway_url=read.url("SMS_GATEWAY_URL", {"http", "https"}),
            sms_gateway_key=read.needed_with("SMS_GATEWAY_KEY", "SMS_GATEWAY_URL"),
            sms_gateway_secret=read.needed_with("SMS_GATEWAY_SECRET", "SMS_GATEWAY_URL"),
            sms_quiet_hours=read.hours("SMS_QUIET_HOURS", "21-8"),
            sms_per_minute=read.number("SMS_PER_MINUTE", 300, 1, 60_000),
            wechat_app_id=read.optional("WECHAT_APP_ID"),
            wechat_app_secret=read.needed_with("WECHAT_APP_SECRET", "WECHAT_APP_ID"),
            wechat_api_base=read.url("WECHAT_API_BASE", {"http", "https"}) or "https://api.weixin.qq.com",
            stripe_secret_key=read.optional("STRIPE_SECRET_KEY"),
            stripe_webhook_secret=read.optional("STRIPE_WEBHOOK_SECRET"),
            stripe_api_base=read.url("STRIPE_API_BASE", {"http", "https"}),
            badge_key=read.optional("BADGE_KEY"),
            board_key=read.optional("BOARD_KEY"),
            field_key=read.optional("FIELD_KEY"),
            organiser_name=read.text("ORGANISER_NAME", "校友回湘大会组委会"),
            icp_number=read.text("ICP_NUMBER", ""),
            log_level=read.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"}),
            trusted_proxies=read.number("TRUSTED_PROXIES", 0, 0, 5),
            db_pool_size=read.number("DB_POOL_SIZE", 8, 1, 100),
            max_upload_bytes=read.number("MAX_UPLOAD_BYTES", 20 * 1024 * 1024, 1024, 1024**3),
            export_rows_at_once=read.number("EXPORT_ROWS_AT_ONCE", 2000, 0, 100_000),
            export_kept_days=read.number("EXPORT_KEPT_DAYS", 3, 1, 30),
            verify_with_two_above_fen=read.optional_number("VERIFY_WITH_TWO_ABOVE_FEN"),
            filing_protection_days=read.number("FILING_PROTECTION_DAYS", 180, 7, 1000),
            password_policy=read.choice("PASSWORD_POLICY", "PLAIN", {"PLAIN", "DENGBAO"}),
            require_second_factor=read.flag("REQUIRE_SECOND_FACTOR"),
            session_idle_minutes=read.number("SESSION_IDLE_MINUTES", 12 * 60, 10, 7 * 24 * 60),
            session_hours=read.number("SESSION_HOURS", 7 * 24, 1, 90 * 24),
            campus_logins=read.campus_logins("CAMPUS_LOGINS"),
        )


class _Reader:
    """Typed reading of environment variables; an empty variable counts as unset."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def optional(self, name: str) -> str | None:
        value = self._environ.get(name, "").strip()
        return value or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def secret(self, name: str, *, at_least: int) -> str | None:
        value = self.optional(name)
        if value is not None and len(value) < at_least:
            raise SettingsError(f"{name} is too short: at least {at_least} characters are needed.")
        return value

    def flag(self, name: str) -> bool:
        value = (self.optional(name) or "0").lower()
        if value not in {"0", "1", "true", "false", "yes", "no"}:
            raise SettingsError(f"{name} must be 0 or 1, not {value!r}.")
        return value in {"1", "true", "yes"}

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.optional(name)
        if raw is None:
            return default
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {raw!r}.")
        return int(raw)

    def optional_number(self, name: str) -> int | None:
        return self.number(name, 0, 0, 10**15) if self.optional(name) else None

    def needed_with(self, name: str, other: str) -> str | None:
        value = self.optional(name)
        if value is None and self.optional(other) is not None:
            raise SettingsError(f"{name} is needed where {other} is set.")
        return value

    def hours(self, name: str, default: str) -> tuple[int, int]:
        """Two hours of a day; the same hour twice is no time at all."""
        found = re.fullmatch(r"([01]?\d|2[0-3])-([01]?\d|2[0-3])", self.text(name, default))
        if found is None:
            raise SettingsError(f"{name} must be two hours of a day such as 21-8.")
        return int(found[1]), int(found[2])

    def choice(self, name: str, default: str, allowed: set[str]) -> str:
        value = self.text(name, default).upper()
        if value not in allowed:
            raise SettingsError(f"{name} must be one of {', '.join(sorted(allowed))}, not {value!r}.")
        return value

    def url(self, name: str, schemes: set[str]) -> str | None:
        value = self.optional(name)
        if value is None:
            return None
        scheme = value.partition("://")[0]
        if "://" not in value or scheme not in schemes:
            raise SettingsError(f"{name} must be a URL starting with {' or '.join(sorted(schemes))}://.")
        host, _port = self._host_and_port(name, value)
        if scheme in {"http", "https", "smtp", "smtps"} and not host:
            raise SettingsError(f"{name} names no host: {scheme}://HOST is expected.")
        return value

    @staticmethod
    def _host_and_port(name: str, value: str) -> tuple[str | None, int | None]:
        try:
            parts = urlsplit(value)
            return parts.hostname, parts.port
        except ValueError:
            raise SettingsError(f"{name} is no valid URL: its host or port cannot be read.") from None

    def zone(self, name: str, default: str) -> ZoneInfo:
        value = self.text(name, default)
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise SettingsError(f"{name} names no known time zone: {value!r}.") from None

    def campus_logins(self, name: str) -> tuple[CampusLogin, ...]:
        try:
            logins = tuple(CampusLogin(**one) for one in json.loads(self.text(name, "[]")))
        except (TypeError, ValueError):
            raise SettingsError(f"{name} must be a JSON list of objects; the fields stand in README.md.") from None
        for one in logins:
            if any(not isinstance(value, str) for value in vars(one).values()):
                raise SettingsError(f"{name}: every field is a text.")
            if not re.fullmatch(r"[a-z0-9-]{1,40}", one.slug) or one.kind not in {"oidc", "cas"}:
                raise SettingsError(f"{name}: slug is of small letters, digits and hyphens, kind is oidc or cas.")
            if one.kind == "oidc" and not (one.client_id and one.client_secret):
                raise SettingsError(f"{name}: {one.slug} needs client_id and client_secret.")
            host, _port = self._host_and_port(name, one.url)
            is_here = one.url.startswith("http://") and host in {"127.0.0.1", "localhost"}
            if not host or not (one.url.startswith("https://") or is_here):
                raise SettingsError(f"{name}: the url of {one.slug} must begin with https://.")
        if len({one.slug for one in logins}) < len(logins):
            raise SettingsError(f"{name}: each login has a slug of its own.")
        return logins

    def database_url(self, instance: Path) -> str:
        value = self.optional("DATABASE_URL")
        if value is None:
            return f"sqlite:///{instance / 'congress.db'}"
        scheme = value.partition("://")[0]
        if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
            self._host_and_port("DATABASE_URL", value)
            if not urlsplit(value).path.strip("/"):
                raise SettingsError("DATABASE_URL names no database: postgresql://user@host/NAME is expected.")
            return "postgresql+psycopg://" + value.partition("://")[2]
        if scheme == "sqlite" and value.startswith("sqlite:///"):
            path = Path(value.removeprefix("sqlite:///"))
            return f"sqlite:///{path if path.is_absolute() else (ROOT / path)}"
        raise SettingsError("DATABASE_URL must start with postgresql:// or sqlite:///.")
