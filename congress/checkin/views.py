"""The gate on a phone: choose a gate, scan, search, count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import Field, ValidationError
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_gate, is_organiser
from congress.badges.tokens import read_token
from congress.checkin.actions import check_gates_of, known_gates, shown_category
from congress.checkin.hotpath import Answered, Told, record_scans
from congress.checkin.intake import ScanBatch, told_scans
from congress.checkin.models import Gate
from congress.checkin.queries import gate_by_slug, gate_counts, gates_of, search_at_gate
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.answers import json_response
from congress.foundation.clock import day_bounds, local_day
from congress.foundation.db import bare_unit_of_work, reading
from congress.foundation.endpoint import Body
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.field_messages import field_errors
from congress.foundation.i18n import pick
from congress.foundation.pages import zone
from congress.programme.queries import the_congress
from congress.registration.passes import badge_public_keys
from congress.registration.queries import registration_by_code, standing_badge

blueprint = Blueprint("checkin", __name__)
may_scan = is_gate | is_organiser


@dataclass(frozen=True)
class ShownGate:
    slug: str
    name: str
    forum_title: str


def _shown(gate: Gate) -> ShownGate:
    return ShownGate(gate.slug, gate.name, pick(gate.forum.title_zh, gate.forum.title_en) if gate.forum else "")


def _may_use(slug: str) -> bool:
    actor = current_actor()
    return is_organiser(actor) or slug in actor.scopes("gate", "gate")


@blueprint.get("/gate/")
@requires(may_scan)
def choose() -> ResponseReturnValue:
    with reading() as session:
        found = [_shown(gate) for gate in gates_of(session, the_congress(session).id) if _may_use(gate.slug)]
        return render_template("checkin/choose.html", gates=found)


@blueprint.get("/gate/<slug>")
@requires(may_scan)
def gate(slug: str) -> ResponseReturnValue:
    with reading() as session:
        found = _own_gate(session, slug)
        return render_template("checkin/gate.html", gate=_shown(found), time_zone=zone().key)


def _own_gate(session: Session, slug: str) -> Gate:
    if not _may_use(slug):
        raise NotFound
    return gate_by_slug(session, the_congress(session).id, slug)


class Admit(Body):
    code: str = Field(min_length=1, max_length=20)
    gate: str = Field(min_length=1, max_length=60)
    id: str = Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")


def _body(model: type[Body] | type[ScanBatch]) -> Any:
    try:
        return model.model_validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        raise Invalid(errors=field_errors(error)) from error


@blueprint.post("/gate/scans")
@requires(may_scan)
def scans() -> Response:
    batch: ScanBatch = _body(ScanBatch)
    return _take(told_scans(batch.scans), device=batch.device, sent_at=batch.sent_at)


@blueprint.post("/gate/admit")
@requires(may_scan)
def admit() -> Response:
    """Let somebody in who was found by name: their badge's printed code is taken as read."""
    wish: Admit = _body(Admit)
    now = clock.now()
    with reading() as session:
        found = registration_by_code(session, _own_gate(session, wish.gate).congress_id, wish.code)
        badge = standing_badge(found)
        if badge is None:
            raise NotFound
        told = Told(wish.id, badge.code, wish.gate, now.isoformat(), 0, offline=False)
    return _take([told], device="search", sent_at=None)


def _take(told: Sequence[Told], *, device: str, sent_at: object) -> Response:
    check_gates_of(current_actor(), [one.gate for one in told])
    now = clock.now()
    with reading() as session:
        congress = the_congress(session)
        congress_id, gates = congress.id, known_gates(session, congress.id)
        titles = {one.slug: _shown(one).forum_title for one in gates_of(session, congress_id)}
    keys = badge_public_keys()
    with bare_unit_of_work() as connection:
        answered = record_scans(
            connection, congress_id, told, device=device, sent_at=sent_at, received=now, gates=gates,
            read=lambda text: read_token(text, keys),
        )  # fmt: skip
    where = {one.id: one.gate for one in told}
    results = [_result(one, forum=titles.get(where[one.id], "")) for one in answered]
    return json_response({"results": results, "counts": _counts(told[-1].gate)})


def _result(answered: Answered, *, forum: str) -> dict[str, Any]:
    result: dict[str, Any] = {"id": answered.id, "result": answered.result.value, "forum": forum}
    if answered.registration is not None:
        person = answered.registration
        result["registration"] = {
            "code": person["code"], "name": person["name"], "category": shown_category(person),
        }  # fmt: skip
    if answered.first is not None:
        first = answered.first
        result["first"] = {"at": first.at.isoformat(), "gate": first.gate, "device": first.device}
    return result


def _counts(slug: str) -> dict[str, int] | None:
    now = clock.now()
    with reading() as session:
        congress_id = the_congress(session).id
        found = known_gates(session, congress_id).get(slug)
        if found is None:
            return None
        return gate_counts(
            session,
            congress_id,
            found.target,
            day=day_bounds(local_day(now, zone()), zone()),
            quarter=now - timedelta(minutes=15),
        )


@blueprint.get("/gate/counts")
@requires(may_scan)
def counts() -> Response:
    slug = request.args.get("gate", "")
    if not _may_use(slug):
        raise NotFound
    found = _counts(slug)
    if found is None:
        raise NotFound
    return json_response(found)


@blueprint.get("/gate/search")
@requires(may_scan)
def search() -> Response:
    """People this gate may admit: name, category and the last digits, nothing else."""
    q = request.args.get("q", "").strip()[:60]
    with reading() as session:
        own = _own_gate(session, request.args.get("gate", ""))
        found = search_at_gate(session, own.congress_id, own.forum_id, q) if len(q) > 0 else []
        items = [
            {
                "code": one.code,
                "name": one.name,
                "category": {
                    "slug": one.category.slug, "zh": one.category.name_zh, "en": one.category.name_en,
                    "colour": one.category.colour,
                },
                "phone_tail": one.phone_tail,
            }
            for one in found
        ]  # fmt: skip
    return json_response({"items": items})
