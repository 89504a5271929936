"""The front page and health checks."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from congress.foundation.access import public

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    return "home"


@blueprint.get("/me")
@public
def me() -> ResponseReturnValue:
    return "me"
