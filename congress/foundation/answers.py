"""JSON as it leaves the product: one encoder, so that every answer looks alike."""

from typing import Any

import orjson
from flask import Response
from flask_babel import LazyString


def encode(document: Any) -> bytes:
    """UTF-8 JSON; translated texts are written in the reader's language."""
    return orjson.dumps(document, default=_plain)


def json_response(document: Any, status: int = 200) -> Response:
    return Response(encode(document), status, content_type="application/json")


def _plain(value: object) -> str:
    if isinstance(value, LazyString):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
