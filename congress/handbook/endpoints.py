"""Badge and agenda as files over the API."""

from flask import Blueprint, Response

from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Call, endpoint
from congress.foundation.errors import NotFound
from congress.handbook.papers import agenda_events, agenda_file, agenda_image, badge_file, badge_image
from congress.registration.models import Registration
from congress.registration.queries import visible_registration

blueprint = Blueprint("handbook_api", __name__)
ONE = "/congresses/<slug>/registrations/<code>"


def _registration(call: Call) -> Registration:
    return visible_registration(call.session, call.actor, call.path["slug"], call.path["code"])


def _file(content: bytes | None, media_type: str) -> Response:
    if content is None:
        raise NotFound
    return Response(content, content_type=media_type)


@endpoint(
    blueprint, "GET", f"{ONE}/badge.pdf", access=anybody_signed_in, scope="registrations:read",
    media_type="application/pdf", errors=[NotFound],
)  # fmt: skip
def get_badge_pdf(call: Call) -> Response:
    """The badge as PDF; 404 while there is no valid one."""
    return _file(badge_file(call.session, _registration(call)), "application/pdf")


@endpoint(
    blueprint, "GET", f"{ONE}/badge.png", access=anybody_signed_in, scope="registrations:read",
    media_type="image/png", errors=[NotFound],
)  # fmt: skip
def get_badge_png(call: Call) -> Response:
    """The badge as a picture."""
    return _file(badge_image(call.session, _registration(call)), "image/png")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.pdf", access=anybody_signed_in, scope="registrations:read",
    media_type="application/pdf", errors=[NotFound],
)  # fmt: skip
def get_agenda_pdf(call: Call) -> Response:
    """The personal agenda as PDF, in the language of the registration."""
    return _file(agenda_file(call.session, _registration(call), now=call.now), "application/pdf")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.png", access=anybody_signed_in, scope="registrations:read",
    media_type="image/png", errors=[NotFound],
)  # fmt: skip
def get_agenda_png(call: Call) -> Response:
    """The first page of the personal agenda as a picture."""
    return _file(agenda_image(call.session, _registration(call), now=call.now), "image/png")


@endpoint(
    blueprint, "GET", f"{ONE}/agenda.ics", access=anybody_signed_in, scope="registrations:read",
    media_type="text/calendar", errors=[NotFound],
)  # fmt: skip
def get_agenda_ics(call: Call) -> Response:
    """The personal agenda as a calendar file with its time zone."""
    return _file(agenda_events(call.session, _registration(call), now=call.now), "text/calendar; charset=utf-8")
