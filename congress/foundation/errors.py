"""Refusals a person can understand, and the one handler that turns them into a page or a problem document."""

from typing import Any

import structlog
from flask import Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from werkzeug.exceptions import HTTPException

from congress.foundation.answers import json_response
from congress.foundation.i18n import _, _l

log = structlog.get_logger(__name__)
PROBLEM_BASE = "https://congress.example/problems/"


class DomainError(Exception):
    """A refusal, never a crash. `code` is the problem type's slug; `errors` names fields where there are any."""

    status = 409
    code = "conflict"
    message: str | LazyString = _l("That is not possible now.")

    def __init__(
        self,
        message: str | LazyString | None = None,
        *,
        errors: list[dict[str, str]] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__()
        if message is not None:
            self.message = message
        self.errors = errors
        self.extra = extra

    def __str__(self) -> str:
        return str(self.message)

    def problem(self) -> dict[str, Any]:
        """The RFC 9457 document."""
        document: dict[str, Any] = {
            "type": PROBLEM_BASE + self.code,
            "title": self.code.replace("-", " "),
            "status": self.status,
            "detail": str(self.message),
        }
        if self.errors is not None:
            document["errors"] = self.errors
        return document | self.extra


class Unauthenticated(DomainError):
    status = 401
    code = "unauthenticated"
    message = _l("Please sign in first.")


class Forbidden(DomainError):
    status = 403
    code = "forbidden"
    message = _l("Your account is not allowed to do this.")


class NotFound(DomainError):
    status = 404
    code = "not-found"
    message = _l("There is nothing here, or it is not yours to see.")


class Invalid(DomainError):
    """Input that cannot be taken; `errors` is `[{field, message}]`."""

    status = 422
    code = "invalid"
    message = _l("Some of what was sent cannot be accepted.")

    @classmethod
    def field(cls, name: str, message: str | LazyString) -> "Invalid":
        return cls(message, errors=[{"field": name, "message": str(message)}])


class TooLarge(DomainError):
    status = 413
    code = "too-large"
    message = _l("That is larger than what is accepted here.")


class RateLimited(DomainError):
    status = 429
    code = "rate-limited"
    message = _l("Too many attempts. Please wait a little and try again.")


class RequestInProgress(DomainError):
    code = "request-in-progress"
    message = _l("The first request with this key is still being worked on.")


class IdempotencyKeyReused(DomainError):
    status = 422
    code = "idempotency-key-reused"
    message = _l("This Idempotency-Key was used with another request.")


class StateRefused(DomainError):
    code = "state-refused"
    message = _l("This step is not possible from the present state.")


def wants_json() -> bool:
    """Whether the caller is a program: by path, else by what it says it accepts."""
    if request.path.startswith(("/api/", "/webhooks/")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def problem_response(error: DomainError) -> Response:
    response = json_response(error.problem(), error.status)
    response.content_type = "application/problem+json"
    if error.status == Unauthenticated.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, RateLimited):
        response.headers.setdefault("Retry-After", "60")
    return response


_BY_STATUS: dict[int, type[DomainError]] = {
    401: Unauthenticated, 403: Forbidden, 404: NotFound, 413: TooLarge, 422: Invalid, 429: RateLimited,
}  # fmt: skip


class BadRequest(DomainError):
    status = 400
    code = "bad-request"
    message = _l("The request could not be understood.")


class MethodNotAllowed(DomainError):
    status = 405
    code = "method-not-allowed"
    message = _l("This address does not take that kind of request.")


class Unavailable(DomainError):
    status = 503
    code = "unavailable"
    message = _l("The service is not available for a moment. Please try again.")


class Crashed(DomainError):
    status = 500
    code = "internal-error"
    message = _l("Something went wrong on our side. It has been recorded.")


_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def refuse_nul() -> None:
    """Nothing that is stored, printed or sent takes a NUL, and nobody can type one: refused before any slice looks.

    Raises:
        NotFound, Invalid: it stands in the path, in the query or in a form.
    """
    if "\0" in request.path:
        raise NotFound
    # asking for the form of a request that has none still sets its reader up
    places = (request.args, request.form) if request.mimetype in _FORMS else (request.args,)
    sent = (value for values in places for pair in values.items(multi=True) for value in pair)
    if any("\0" in (value or "") for value in sent):
        raise Invalid(_("The character U+%(code)s cannot be used here.", code="0000"))


def configure_errors(app: Flask) -> None:
    """Install the handlers: refusals, HTTP errors of the framework, and the last resort."""
    app.before_request(refuse_nul)

    def answer(error: DomainError) -> ResponseReturnValue:
        if wants_json():
            return problem_response(error)
        if isinstance(error, Unauthenticated):
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.login", next=target))
        return render_template("layout/error.html", error=error), error.status

    def framework(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004 -- redirects of the router
            return error.get_response()
        if error.code == MethodNotAllowed.status:
            refusal: DomainError = MethodNotAllowed()
        else:
            code = error.code or Crashed.status
            refusal = _BY_STATUS.get(code, BadRequest if code < Crashed.status else Crashed)()
        response = app.make_response(answer(refusal))
        if error.code == MethodNotAllowed.status:
            response.headers["Allow"] = error.get_response().headers.get("Allow", "")
        return response

    def crash(error: Exception) -> ResponseReturnValue:
        log.error("unexpected error", route=str(request.url_rule), error=type(error).__name__, exc_info=error)
        return answer(Crashed())

    app.register_error_handler(DomainError, answer)
    app.register_error_handler(HTTPException, framework)
    if not app.testing:
        app.register_error_handler(Exception, crash)
