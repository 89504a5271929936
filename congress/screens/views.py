"""The big screens themselves: public, and nothing on them that was not taken."""

from dataclasses import asdict

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.answers import json_response
from congress.foundation.pages import zone
from congress.screens.content import in_words
from congress.screens.models import MAIN
from congress.screens.watch import the_watch

blueprint = Blueprint("screens", __name__)


@blueprint.get("/screen/", defaults={"screen": MAIN})
@blueprint.get("/screen/<screen>")
@public
def screen(screen: str) -> ResponseReturnValue:
    found = the_watch().look(screen)
    return render_template(
        "screens/screen.html", shown=in_words(found.content), screen=screen, shape=found.shape, heard_at=clock.now(),
        time_zone=zone().key,
    )  # fmt: skip


@blueprint.get("/screen/<screen>/live")
@public
def live(screen: str) -> Response:
    """What the display asks for about once a second; any cache between may answer for a second too."""
    found = the_watch().look(screen)
    heard = {"version": found.version, "heard_at": clock.now().astimezone(zone()).isoformat()}
    answer = json_response(asdict(in_words(found.content)) | heard)
    answer.headers["Cache-Control"] = "public, max-age=1"
    return answer
