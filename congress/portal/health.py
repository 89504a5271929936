"""What a load balancer and an operator ask: is the process alive, and can it do its work."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.answers import json_response
from congress.foundation.db import reading
from congress.foundation.heartbeat import BACKGROUND, is_beating

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """This process answers; nothing else is asked."""
    return json_response({"status": "ok"})


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 while the database answers and jobs are worked off, else 503 with what is missing."""
    checks = {"database": "ok", "jobs": "ok"}
    try:
        with reading() as session:
            if not is_beating(session, BACKGROUND, now=clock.now()):
                checks["jobs"] = "no sign of life lately"
    except SQLAlchemyError:
        checks = {"database": "does not answer", "jobs": "unknown"}
    is_ready = set(checks.values()) == {"ok"}
    return json_response({"status": "ok" if is_ready else "not ready", **checks}, 200 if is_ready else 503)
