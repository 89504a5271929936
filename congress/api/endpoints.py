"""The document itself."""

from flask import Blueprint, Response

from congress import __version__
from congress.api.openapi import build_document
from congress.foundation.access import public
from congress.foundation.answers import json_response

blueprint = Blueprint("api", __name__)


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    return json_response(build_document("Congress", __version__))
