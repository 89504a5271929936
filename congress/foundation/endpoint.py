"""JSON calls: declared once, checked, answered, and described in the OpenAPI document from the same words.

An endpoint function receives `Call` (session, actor, now, body, query, path) and returns what its answer
model can be made of. The wrapper is the edge: it opens the one transaction, commits, and keeps the answer
of an `Idempotency-Key` in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Session

from congress.foundation import clock, idempotency
from congress.foundation.access import PUBLIC, Actor, Predicate, current_actor, demand
from congress.foundation.answers import encode, json_response
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import (
    DomainError,
    Forbidden,
    IdempotencyKeyReused,
    Invalid,
    RequestInProgress,
    TooLarge,
)
from congress.foundation.field_messages import field_errors
from congress.foundation.i18n import _


class Body(BaseModel):
    """Input of a call: unknown fields and wrong types are errors, text is stripped of surrounding space."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True)
    # whether the call makes what it stores fit for a database by itself
    takes_nul: ClassVar[bool] = False


@contextmanager
def told_by_language() -> Iterator[None]:
    """A fault of the column `text_zh` is told of `text.zh`, as the body names it."""
    try:
        yield
    except Invalid as error:
        for fault in error.errors or []:
            fault["field"] = re.sub(r"_(zh|en)$", r".\1", fault["field"])
        raise


class Query(BaseModel):
    """Query parameters of a call."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Answer(BaseModel):
    """What a call answers."""

    model_config = ConfigDict(from_attributes=True)


@dataclass(frozen=True)
class Call:
    """One request to one endpoint."""

    session: Session
    actor: Actor
    now: datetime
    path: Mapping[str, Any]
    body: Any = None
    query: Any = None


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """What the OpenAPI document tells about one call."""

    method: str
    rule: str
    name: str
    summary: str
    access: Predicate
    scope: str | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: Any
    status: int
    media_type: str
    errors: Sequence[type[DomainError]] = field(default_factory=tuple)
    multipart: bool = False
    # whether an Idempotency-Key is heeded
    keyed: bool = False
    # another status of success, such as 202 for what is not decided yet
    also: int | None = None
    registry: ClassVar[dict[str, "Endpoint"]] = {}


def endpoint(
    blueprint: Blueprint,
    method: str,
    rule: str,
    *,
    access: Predicate,
    scope: str | None = None,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    answer: Any = None,
    status: int = 200,
    media_type: str = "application/json",
    errors: Sequence[type[DomainError]] = (),
    writes: bool | None = None,
    multipart: bool = False,
    also: int | None = None,
) -> Callable[[Callable[[Call], Any]], Callable[..., Response]]:
    """Register a JSON call on a blueprint under `/api/v1`.

    `access` says who; `scope` what a narrowed token must hold; `answer` is an `Answer` class (documentation
    and check), `writes` whether the call changes anything (default: every method but GET).
    """

    def decorate(function: Callable[[Call], Any]) -> Callable[..., Response]:
        changes = method != "GET" if writes is None else writes

        def view(**path: Any) -> Response:
            actor = current_actor()
            demand(access, actor)
            if scope and actor.token_scopes is not None and scope not in actor.token_scopes:
                raise Forbidden(_("This token does not hold the scope “%(scope)s”.", scope=scope))
            asked = _parse_query(query)
            sent = _parse_body(body) if body is not None else None
            key = request.headers.get("Idempotency-Key")
            if changes and method == "POST" and key is not None:
                return _once(function, actor, path, sent, asked, key, status)
            if changes:
                with unit_of_work() as session:
                    result = function(Call(session, actor, clock.now(), path, sent, asked))
                    return _respond(result, status)
            with reading() as session:
                return _respond(function(Call(session, actor, clock.now(), path, sent, asked)), status)

        view.__name__ = function.__name__
        view.__doc__ = function.__doc__
        view.access = access  # type: ignore[attr-defined]  # read by the guard test
        full_name = f"{blueprint.name}.{function.__name__}"
        Endpoint.registry[full_name] = Endpoint(
            method=method, rule=rule, name=full_name, summary=(function.__doc__ or "").strip().split("\n")[0],
            access=access, scope=scope, body=body, query=query, answer=answer, status=status,
            media_type=media_type, errors=tuple(errors), multipart=multipart, keyed=changes and method == "POST",
            also=also,
        )  # fmt: skip
        blueprint.add_url_rule(rule, function.__name__, view, methods=[method])
        return view

    return decorate


def known_scopes() -> list[str]:
    """What a token can be limited to: the scopes that calls ask for."""
    return sorted({found.scope for found in Endpoint.registry.values() if found.scope})


def is_public(found: Endpoint) -> bool:
    return found.access is PUBLIC


def _parse_query(model: type[BaseModel] | None) -> Any:
    given = request.args.to_dict()
    given.pop("lang", None)
    if model is None:
        return None
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid(errors=field_errors(error)) from error


def _parse_body(model: type[BaseModel]) -> Any:
    raw = request.get_data(cache=True)
    if len(raw) > LARGEST_BODY:
        raise TooLarge
    try:
        body = model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise Invalid(errors=field_errors(error)) from error
    if NUL in raw and not getattr(model, "takes_nul", False):
        raise Invalid(_("The character U+%(code)s cannot be used here.", code="0000"))
    return body


# as JSON writes it; no database takes it in a text
NUL = b"\\u0000"
LARGEST_BODY = 2 * 1024 * 1024


def _respond(result: Any, status: int) -> Response:
    if isinstance(result, Response):
        return result
    if isinstance(result, tuple):
        result, status = result
    if isinstance(result, BaseModel):
        result = result.model_dump(mode="json")
    return json_response(result, status)


def _once(
    function: Callable[[Call], Any],
    actor: Actor,
    path: Mapping[str, Any],
    sent: Any,
    asked: Any,
    key: str,
    status: int,
) -> Response:
    """Run under an Idempotency-Key. A refusal is an answer too: it is kept, its effect is not."""
    idempotency.check_key(key)
    owner = f"token:{actor.token_id}" if actor.token_id else f"user:{actor.user_id}"
    ask = idempotency.Ask(owner, request.path, key, request.get_data(cache=True))
    known = _answered(ask)
    if known is not None:
        return known
    try:
        with unit_of_work() as session:
            now = clock.now()
            taken = idempotency.claim(session, ask, now=now)
            response = _respond(function(Call(session, actor, now, path, sent, asked)), status)
            taken.status, taken.answer, taken.content_type = (
                response.status_code,
                response.get_data(),
                response.content_type,
            )
        return response
    except RequestInProgress:
        known = _answered(ask)
        if known is None:
            raise
        return known
    except IdempotencyKeyReused:
        raise
    except DomainError as error:
        with unit_of_work() as session:
            taken = idempotency.claim(session, ask, now=clock.now())
            taken.status, taken.answer, taken.content_type = (
                error.status,
                encode(error.problem()),
                "application/problem+json",
            )
        raise


def _answered(ask: idempotency.Ask) -> Response | None:
    with reading() as session:
        known = idempotency.first_answer(session, ask, now=clock.now())
        if known is None or known.status is None:
            return None
        response = Response(known.answer, known.status, content_type=known.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response
