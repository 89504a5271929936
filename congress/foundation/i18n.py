"""Chinese first, English by wish. Source texts are English; the Chinese stands in `translations/zh/*.po`.

The fragments are plain PO files, one for each slice, read at start: translators need no compile step, and
two people who add texts to two slices never meet in one file.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from babel import Locale
from babel.messages.pofile import read_po
from flask import Flask, Response, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from flask_babel import LazyString as LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as ngettext

__all__ = [
    "LANGUAGES",
    "LazyString",
    "_",
    "_l",
    "configure_i18n",
    "in_each_language",
    "in_language",
    "language",
    "ngettext",
    "pick",
]

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
FOLDER = Path(__file__).resolve().parent.parent / "translations"


class _Catalogue(NullTranslations):
    """Texts of all fragments; what is missing reads in English."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        return self._texts.get(message) or message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._texts.get(msgid1) or (msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._texts.get(f"{context}\x04{message}") or message

    # flask-babel asks for the older names
    ugettext = gettext
    ungettext = ngettext
    upgettext = pgettext


@cache
def chinese_texts() -> dict[str, str]:
    """Every msgid with its Chinese, from all fragments."""
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / "zh").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN"):
                if not message.id:
                    continue
                plural = isinstance(message.id, tuple | list)
                key = message.id[0] if plural else str(message.id)
                text = message.string[0] if isinstance(message.string, tuple | list) else message.string
                if text:
                    texts[key] = text
    return texts


class _Fragments(Domain):
    """Flask-Babel's domain, fed from the fragments instead of compiled catalogues."""

    def get_translations(self) -> Any:
        return _catalogue(language())


@cache
def _catalogue(code: str) -> _Catalogue:
    return _Catalogue(chinese_texts() if code == "zh" else {})


def _locale() -> Locale | None:
    """The reader's locale. A page asks for hundreds of texts: what is chosen already is read without detours."""
    if has_app_context():
        chosen: Locale | None = getattr(g.get("_flask_babel"), "babel_locale", None)
        if chosen is not None:
            return chosen
    asked: Locale | None = get_locale()
    return asked


def language() -> str:
    """`zh` or `en`: what the reader of this page, mail or document reads."""
    locale = _locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def in_language(code: str) -> Any:
    """Context manager: everything inside is written in `zh` or `en`."""
    return force_locale(LANGUAGES.get(code, LANGUAGES["zh"]))


def in_each_language(text: LazyString | str) -> list[str]:
    """A fixed text as each reader reads it: sheets come back with heads of either language."""
    said = []
    for code in LANGUAGES:
        with in_language(code):
            said.append(str(text))
    return said


def pick(zh: str | None, en: str | None) -> str:
    """The one of two titles that the reader reads; the other where there is only one."""
    return (en or zh or "") if language() == "en" else (zh or en or "")


def _choose_locale() -> str:
    if not has_request_context():
        return LANGUAGES["zh"]
    for asked in (request.args.get(COOKIE), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return LANGUAGES[asked]
    best = request.accept_languages.best_match(
        ["zh", "zh-CN", "zh-Hans", "zh-TW", "zh-HK", "en", "en-US", "en-GB"], "zh"
    )
    return LANGUAGES["en" if str(best).startswith("en") else "zh"]


def _keep_language(response: Response) -> Response:
    """The choice sticks: a cookie for a year, and each redirect inside the site carries it."""
    asked = request.args.get(COOKIE)
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=31_536_000, samesite="Lax", httponly=True)
        location = response.headers.get("Location")
        if location and 300 <= response.status_code < 400:  # noqa: PLR2004 -- redirects
            parts = urlsplit(location)
            if not parts.netloc or parts.netloc == request.host:
                query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != COOKIE]
                response.headers["Location"] = urlunsplit(parts._replace(query=urlencode([*query, (COOKIE, asked)])))
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-CN"
    response.vary.update(["Accept-Language", "Cookie"])
    return response


def configure_i18n(app: Flask, timezone: str) -> None:
    babel = Babel(
        app,
        default_locale=LANGUAGES["zh"],
        default_timezone=timezone,
        default_translation_directories=str(FOLDER),
        locale_selector=_choose_locale,
    )
    babel.domain_instance = _Fragments()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's own methods
        gettext=lambda text: _catalogue(language()).gettext(text),
        ngettext=lambda one, more, n: _catalogue(language()).ngettext(one, more, n),
        newstyle=True,
    )
    app.after_request(_keep_language)
    app.jinja_env.globals.update(pick=pick, language=language)
