"""Likely doubles of projects as JSON: proposed, made one, kept apart."""

from typing import Literal

from flask import Blueprint

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.texts import NonEmptyLine
from congress.programme.queries import congress_by_slug
from congress.signing.double_queries import likely_doubles
from congress.signing.doubles import merge_intentions, tell_projects_apart
from congress.signing.models import Intention
from congress.signing.shapes import Printable

blueprint = Blueprint("signing_doubles_api", __name__)
BASE = "/congresses/<slug>/intentions"
ONE = f"{BASE}/<intention>"


class OtherRecord(Body):
    """The other record, and how one knows that they are one project, or two."""

    other: NonEmptyLine
    reason: Printable


class RecordOut(Answer):
    id: str
    title: str
    platform: str


class DoubleOut(Answer):
    """Two records, the older one first; `likelihood` is at most 100."""

    one: RecordOut
    other: RecordOut
    shared: list[str]
    likelihood: int


class DoubleList(Answer):
    items: list[DoubleOut]
    next: str | None


class DecidedOut(Answer):
    """What was decided about two records."""

    intention: str
    other: str
    decision: Literal["merged", "kept_apart"]
    reason: str


def _record_out(found: Intention) -> RecordOut:
    return RecordOut(id=found.public_id, title=found.title, platform=found.platform)


@endpoint(
    blueprint, "GET", f"{BASE}/doubles", access=is_organiser, scope="intentions:read", answer=DoubleList,
    errors=[NotFound],
)  # fmt: skip
def list_doubles(call: Call) -> DoubleList:
    """Records that may be one project, the likeliest first, 200 at most; when these are decided the next ones come."""
    congress = congress_by_slug(call.session, call.path["slug"])
    items = [
        DoubleOut(
            one=_record_out(found.one), other=_record_out(found.other), shared=list(found.signs),
            likelihood=found.likelihood,
        )
        for found in likely_doubles(call.session, congress.id)
    ]  # fmt: skip
    return DoubleList(items=items, next=None)


@endpoint(
    blueprint, "POST", f"{ONE}/merge", access=is_organiser, scope="intentions:write", body=OtherRecord,
    answer=DecidedOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_merge(call: Call) -> DecidedOut:
    """Let this record count for both; the other one ends, refers to it and leaves it the keys that it lacks."""
    congress, kept, body = congress_by_slug(call.session, call.path["slug"]), call.path["intention"], call.body
    merge_intentions(call.session, congress, kept, body.other, body.reason, by=call.actor, now=call.now)
    return DecidedOut(intention=kept, other=body.other, decision="merged", reason=body.reason)


@endpoint(
    blueprint, "POST", f"{ONE}/keep-apart", access=is_organiser, scope="intentions:write", body=OtherRecord,
    answer=DecidedOut, errors=[NotFound],
)  # fmt: skip
def post_keep_apart(call: Call) -> DecidedOut:
    """Remember that the two are two projects, and why; the pair is not proposed again."""
    congress, one, body = congress_by_slug(call.session, call.path["slug"]), call.path["intention"], call.body
    tell_projects_apart(call.session, congress, one, body.other, body.reason, by=call.actor, now=call.now)
    return DecidedOut(intention=one, other=body.other, decision="kept_apart", reason=body.reason)
