"""The released programme of one congress as files over the API."""

from flask import Blueprint, Response

from congress.foundation.access import PUBLIC
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.endpoint import Call, endpoint
from congress.foundation.errors import NotFound
from congress.programme.feeds import feed
from congress.programme.queries import released_congress

blueprint = Blueprint("programme_exports", __name__)
CONGRESS = "/congresses/<slug>"


def _feed(call: Call, kind: str) -> Response:
    return feed(call.session, released_congress(call.session, call.path["slug"]), kind)


@endpoint(blueprint, "GET", f"{CONGRESS}/schedule.xml", access=PUBLIC, media_type="application/xml", errors=[NotFound])
def get_schedule_xml(call: Call) -> Response:
    """The released programme as schedule XML."""
    return _feed(call, "xml")


@endpoint(
    blueprint, "GET", f"{CONGRESS}/schedule.json", access=PUBLIC, media_type="application/json", errors=[NotFound]
)
def get_schedule_json(call: Call) -> Response:
    """The released programme as schedule JSON."""
    return _feed(call, "json")


@endpoint(blueprint, "GET", f"{CONGRESS}/programme.ics", access=PUBLIC, media_type="text/calendar", errors=[NotFound])
def get_calendar(call: Call) -> Response:
    """The released programme as a calendar file."""
    return _feed(call, "ics")


@endpoint(blueprint, "GET", f"{CONGRESS}/programme.xlsx", access=PUBLIC, media_type=XLSX, errors=[NotFound])
def get_workbook(call: Call) -> Response:
    """The released programme as a workbook, one session a row, both languages side by side."""
    return _feed(call, "xlsx")
