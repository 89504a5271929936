"""How often one address may try what guesses or costs; staff tokens are never limited by address."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from congress.settings import Settings


class _Limiter(Limiter):
    """Looks at the routes that name a limit, and at no other: not even when the store of the counts is lost, when the
    fallback would hold back every gate behind one address.
    """

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def configure_limits(app: Flask, settings: Settings) -> None:
    """Counts live in Redis where there is one, so that all web processes share them, else in the process."""
    url = settings.redis_url
    if url:
        # a Redis that hangs must not hold a login
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    app.config["RATELIMIT_STORAGE_URI"] = url.replace("unix://", "redis+unix://", 1) if url else "memory://"
    app.config["RATELIMIT_SWALLOW_ERRORS"] = True
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_IN_MEMORY_FALLBACK"] = ["600 per minute"]
    limiter.init_app(app)
