"""JSON as it leaves the product: one encoder, so that every answer looks alike."""

import hashlib
import json
from typing import Any

import orjson
from flask import Response, request
from flask_babel import LazyString


def encode(document: Any) -> bytes:
    """UTF-8 JSON; translated texts are written in the reader's language."""
    try:
        return orjson.dumps(document, default=_plain)
    except TypeError:
        # what somebody told us and hears back may hold half a character, which only an escape can write
        return json.dumps(document, default=_plain).encode()


def json_response(document: Any, status: int = 200) -> Response:
    return Response(encode(document), status, content_type="application/json")


def conditional_json(document: Any) -> Response:
    """With an ETag; who has it already is answered 304."""
    content = encode(document)
    response = Response(content, content_type="application/json")
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _plain(value: object) -> str:
    if isinstance(value, LazyString):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
