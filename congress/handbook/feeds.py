"""A personal calendar to subscribe to, at an address that nobody can guess and its owner can change."""

import secrets
from datetime import datetime

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading
from congress.foundation.errors import NotFound
from congress.handbook.models import AgendaFeed
from congress.handbook.papers import agenda_events
from congress.handbook.queries import feed_by_secret, feed_of
from congress.registration.models import Registration
from congress.registration.queries import registration_by_id

blueprint = Blueprint("handbook_feeds", __name__)
SECRET_BYTES = 24


def renew_feed(session: Session, registration: Registration, *, now: datetime) -> str:
    """A new secret address; the one before stops working."""
    found = feed_of(session, registration.id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    if found is None:
        session.add(AgendaFeed(registration_id=registration.id, secret=secret, created_at=now))
    else:
        found.secret, found.created_at = secret, now
    session.flush()
    return secret


@blueprint.get("/agenda/<secret>.ics")
@public
def personal_calendar(secret: str) -> Response:
    """Forums held and sessions marked; whoever knows the address may read it, and nothing else."""
    with reading() as session:
        feed = feed_by_secret(session, secret)
        found = registration_by_id(session, feed.registration_id) if feed else None
        if found is None or found.status != "confirmed":
            raise NotFound
        content = agenda_events(session, found, now=clock.now())
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
