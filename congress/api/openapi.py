"""The OpenAPI 3.1 document, made from the registry of calls, so that it says what is served."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from congress.foundation.endpoint import Endpoint, is_public
from congress.foundation.errors import (
    BadRequest,
    DomainError,
    Forbidden,
    IdempotencyKeyReused,
    Invalid,
    RateLimited,
    RequestInProgress,
    TooLarge,
    Unauthenticated,
)

PREFIX = "/api/v1"
_REF = "#/components/schemas/{model}"


def build_document(title: str, version: str) -> dict[str, Any]:
    """Every registered call with its input, answers, refusals and who may make it."""
    calls = sorted(Endpoint.registry.values(), key=lambda call: (call.rule, call.method))
    models = {model for call in calls for model in (call.body, call.answer) if model is not None}
    ordered = sorted(models, key=lambda model: model.__name__)
    _pairs, definitions = models_json_schema(
        [(model, "serialization" if _answers(model, calls) else "validation") for model in ordered],
        ref_template=_REF,
    )
    paths: dict[str, Any] = {}
    for call in calls:
        path, parameters = _path(call.rule)
        paths.setdefault(PREFIX + path, {})[call.method.lower()] = _operation(call, parameters)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}) | {"Problem": _PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _answers(model: type[BaseModel], calls: list[Endpoint]) -> bool:
    return any(call.answer is model for call in calls)


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}


def _path(rule: str) -> tuple[str, list[dict[str, Any]]]:
    names = re.findall(r"<(?:(\w+):)?(\w+)>", rule)
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer"} if kind == "int" else {"type": "string", "minLength": 1},
        }
        for kind, name in names
    ]
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), parameters


def _operation(call: Endpoint, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": call.name.replace("_api", ""),
        "tags": [call.name.split(".")[0].removesuffix("_api")],
        "summary": call.summary,
        "description": f"Access: {call.access.text}." + (f" Scope: {call.scope}." if call.scope else ""),
        "parameters": parameters + _query_parameters(call) + _headers(call),
        "responses": _responses(call),
        "security": [{}] if is_public(call) else [{"bearer": []}],
    }
    if call.multipart:
        operation["requestBody"] = {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
                    }
                }
            },
        }
    elif call.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": _REF.format(model=call.body.__name__)}}},
        }
    return operation


def _query_parameters(call: Endpoint) -> list[dict[str, Any]]:
    if call.query is None:
        return []
    schema = call.query.model_json_schema(ref_template=_REF)
    inline = schema.get("$defs", {})
    parameters = []
    for name, described in schema["properties"].items():
        parameters.append({"name": name, "in": "query", "required": False, "schema": _inlined(described, inline)})
    return parameters


def _inlined(described: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without references, and without the null that only Python knows."""
    options = [
        definitions[option["$ref"].rsplit("/", 1)[1]] if "$ref" in option else option
        for option in described.get("anyOf", [described])
        if option.get("type") != "null"
    ]
    plain = {key: value for key, value in described.items() if key not in {"anyOf", "title", "default"}}
    inlined: dict[str, Any] = plain | options[0]
    return inlined


def _headers(call: Endpoint) -> list[dict[str, Any]]:
    if not call.keyed:
        return []
    return [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
        }
    ]


def _responses(call: Endpoint) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if call.answer is not None:
        content = {"application/json": {"schema": {"$ref": _REF.format(model=call.answer.__name__)}}}
    elif call.media_type != "application/json":
        # a file that comes in several formats names them all
        content = {one: {"schema": {"type": "string", "contentMediaType": one}} for one in call.media_type.split(", ")}
    responses: dict[str, Any] = {str(call.status): {"description": "Done.", "content": content}}
    if call.also is not None:
        responses[str(call.also)] = {"description": "Taken; not decided yet.", "content": content}
    refusals: list[type[DomainError]] = [*call.errors, Unauthenticated]
    if not is_public(call):
        refusals.append(Forbidden)
    if call.body or call.query or call.multipart:
        refusals += [Invalid, TooLarge, BadRequest]
    if call.keyed:
        refusals += [RequestInProgress, IdempotencyKeyReused, Invalid]
    if call.method == "POST":
        refusals += [RateLimited]
    for status in sorted({refusal.status for refusal in refusals}):
        codes = sorted({refusal.code for refusal in refusals if refusal.status == status})
        responses[str(status)] = {
            "description": f"Refused: {', '.join(codes)}.",
            "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
        }
    return responses
