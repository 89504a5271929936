"""What every page says about the congress; read at most once in five seconds in each process."""

import time

from flask import Flask

from congress.foundation.db import db
from congress.programme.queries import current_congress
from congress.settings import Settings

KEPT = 5.0


class Site:
    """Name of the congress and of who organises it."""

    def __init__(self, settings: Settings) -> None:
        self.organiser_name = settings.organiser_name
        self.icp_number = settings.icp_number
        self._read_at = -KEPT
        self._titles = {"zh": "校友回湘大会", "en": "Hunan Alumni Congress"}
        self._slug = ""

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at < KEPT:
            return
        self._read_at = time.monotonic()
        congress = current_congress(db.session())
        if congress is not None:
            self._titles = {"zh": congress.title_zh, "en": congress.title_en or congress.title_zh}
            self._slug = congress.slug

    @property
    def slug(self) -> str:
        self._refresh()
        return self._slug

    def congress_title(self, language: str) -> str:
        self._refresh()
        return self._titles[language]


def configure_site(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals["site"] = Site(settings)
