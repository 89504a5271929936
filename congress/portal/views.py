"""The front page, the programme and what an alumnus sees of themselves."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.clock import local_day
from congress.foundation.db import reading
from congress.foundation.kept_pages import kept_page
from congress.foundation.pages import zone
from congress.programme.models import Session
from congress.programme.queries import current_congress, forums_of, sessions_of, tracks_of
from congress.registration.choices import ForumChoice, forum_choices

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    return kept_page(_home)


def _home() -> str:
    with reading() as session:
        congress = current_congress(session)
        if congress is None:
            return render_template("portal/empty.html")
        forums = forums_of(session, congress.id, released_only=True)
        is_open = congress.registration_open and clock.now() < congress.registration_closes_at
        return render_template(
            "portal/home.html",
            congress=congress,
            tracks=tracks_of(session, congress.id),
            forums=forum_choices(forums, chosen=()),
            is_open=is_open,
        )


@dataclass(frozen=True)
class Day:
    """One day of the programme."""

    date: object
    items: list[Session]


@blueprint.get("/programme")
@public
def programme() -> ResponseReturnValue:
    with reading() as session:
        congress = current_congress(session)
        if congress is None:
            return render_template("portal/empty.html")
        items = sessions_of(session, congress.id, released_only=True)
        grouped = groupby(items, key=lambda item: local_day(item.starts_at, zone()))
        days = [Day(date, list(found)) for date, found in grouped]
        forums: list[ForumChoice] = forum_choices(forums_of(session, congress.id, released_only=True), chosen=())
        return render_template("portal/programme.html", congress=congress, days=days, forums=forums)
