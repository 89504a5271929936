"""The front page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.foundation import clock
from congress.foundation.access import current_actor, public
from congress.foundation.db import reading
from congress.foundation.kept_pages import kept_page
from congress.programme.queries import current_congress, forums_of, tracks_of
from congress.registration.choices import forum_choices
from congress.registration.queries import own_registrations

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
            is_registered=bool(own_registrations(session, current_actor(), congress.id)),
        )
