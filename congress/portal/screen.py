"""The big screen: figures that the public may see, and nothing about anybody."""

import time
from dataclasses import asdict, dataclass

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.checkin.queries import people_present
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.answers import json_response
from congress.foundation.db import reading
from congress.foundation.i18n import _, language
from congress.foundation.pages import money, zone
from congress.outcomes.queries import arrived_and_signed, signed_count
from congress.programme.models import Congress
from congress.programme.queries import current_congress
from congress.registration.queries import status_counts

blueprint = Blueprint("screen", __name__)
KEPT = 3.0


@dataclass(frozen=True)
class Figure:
    """One number with its name; `key` stays when the number moves."""

    key: str
    label: str
    value: str


def _figures(session: Session, congress: Congress) -> list[Figure]:
    arrived, signed = arrived_and_signed(session, congress.id)
    return [
        Figure("registered", str(_("Registered")), f"{status_counts(session, congress.id).get('confirmed', 0):,}"),
        Figure("present", str(_("Present")), f"{people_present(session, congress.id):,}"),
        Figure("signed", str(_("Projects signed")), f"{signed_count(session, congress.id):,}"),
        Figure("amount", str(_("Amount signed")), money(signed)),
        Figure("arrived", str(_("Capital arrived")), money(arrived)),
    ]


def _current() -> list[Figure]:
    """The figures, computed at most once in three seconds in each process and language."""
    kept: dict[str, tuple[float, list[Figure]]] = current_app.extensions.setdefault("screen_figures", {})
    moment, found = kept.get(language(), (-KEPT, []))
    if time.monotonic() - moment < KEPT:
        return found
    with reading() as session:
        congress = current_congress(session)
        found = _figures(session, congress) if congress is not None else []
    kept[language()] = (time.monotonic(), found)
    return found


@blueprint.get("/screen/")
@public
def screen() -> ResponseReturnValue:
    return render_template("portal/screen.html", figures=_current(), heard_at=clock.now(), time_zone=zone().key)


@blueprint.get("/screen/figures")
@public
def figures() -> Response:
    found = [asdict(figure) for figure in _current()]
    answer = json_response({"figures": found, "heard_at": clock.now().astimezone(zone()).isoformat()})
    answer.headers["Cache-Control"] = "public, max-age=3"
    return answer
