"""Public pages that are the same for everybody who is not signed in: made once in two seconds in each process."""

import time
from collections.abc import Callable

from flask import request, session
from flask.typing import ResponseReturnValue

from congress.foundation.i18n import COOKIE, language

KEPT_FOR = 2.0
_pages: dict[tuple[str, str], tuple[float, str]] = {}


def kept_page(make: Callable[[], str]) -> ResponseReturnValue:
    """The page of this address from the last two seconds, or a fresh one.

    Only where nothing of one visitor stands on it: no session, no arguments but the language.
    """
    if session or request.headers.get("Authorization") or request.args.keys() - {COOKIE}:
        return make()
    key = (request.path, language())
    known = _pages.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    page = make()
    # a page that began a session holds something of this visitor's, such as a form's token
    if not session:
        _pages[key] = (time.monotonic() + KEPT_FOR, page)
    return page


def forget_pages() -> None:
    _pages.clear()
