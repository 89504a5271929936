"""The calendar for everybody, and as a feed."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from congress.coordination.feed import calendar_of
from congress.coordination.permissions import sees_whole_calendar
from congress.coordination.queries import calendar_entries
from congress.coordination.rules import clashes
from congress.coordination.words import by_month, span
from congress.foundation import clock
from congress.foundation.access import current_actor, public
from congress.foundation.clock import local_day
from congress.foundation.db import reading
from congress.foundation.i18n import _
from congress.foundation.pages import zone

blueprint = Blueprint("coordination", __name__)


@blueprint.get("/dates")
@public
def calendar() -> ResponseReturnValue:
    """What is public; those who coordinate see all of it, and what clashes."""
    whole = sees_whole_calendar(current_actor())
    with reading() as session:
        entries = calendar_entries(session, whole=whole, since=local_day(clock.now(), zone()))
    return render_template(
        "coordination/calendar.html",
        months=by_month(entries), clashes=clashes(entries) if whole else [], whole=whole, span=span,
    )  # fmt: skip


@blueprint.get("/dates.ics")
@public
def feed() -> Response:
    """What is public, whoever asks: a program that subscribes carries no login."""
    now = clock.now()
    with reading() as session:
        entries = calendar_entries(session, whole=False, since=local_day(now, zone()))
    host = urlsplit(current_app.extensions["settings"].public_url).hostname or "localhost"
    content = calendar_of(entries, name=str(_("Calendar of events")), host=host, now=now)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    response.make_conditional(request)
    return response
