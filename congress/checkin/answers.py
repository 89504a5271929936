"""What the gate's pages are answered, whoever opened them: a person who signed in, or a paired device."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request
from pydantic import Field, ValidationError
from sqlalchemy.orm import Session

from congress.badges.tokens import read_token
from congress.checkin.actions import known_gates, shown_category
from congress.checkin.door_queries import first_entry
from congress.checkin.drill_queries import drill_total
from congress.checkin.guest_queries import party_led_by, protocol_codes
from congress.checkin.judging import Answered, GateFacts, Told
from congress.checkin.models import Gate
from congress.checkin.parties import scans_of_party
from congress.checkin.queries import bounds_of, gate_counts, gates_of, search_at_gate, today_at
from congress.checkin.rehearsal import take_batch
from congress.checkin.states import Flag, Result
from congress.foundation import clock
from congress.foundation.db import bare_unit_of_work, reading
from congress.foundation.endpoint import Body
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.field_messages import field_errors
from congress.foundation.i18n import _, pick
from congress.foundation.pages import day_title
from congress.registration.passes import badge_public_keys
from congress.registration.queries import registration_by_code, standing_badge

LET_IN = frozenset({Result.ADMITTED, Result.ALREADY_ADMITTED})


@dataclass(frozen=True)
class ShownGate:
    slug: str
    name: str
    forum_title: str
    # how often one enters, where that is not once
    counting: str


class Admit(Body):
    """Somebody who was found by name and is let in."""

    code: str = Field(min_length=1, max_length=20)
    gate: str = Field(min_length=1, max_length=60)
    id: str = Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")


class AdmitParty(Body):
    """Everybody who comes with somebody whose badge was just read."""

    code: str = Field(min_length=1, max_length=20)
    gate: str = Field(min_length=1, max_length=60)
    # followed by the member's, so that a second tap adds nothing
    id: str = Field(min_length=1, max_length=60, pattern=r"^[!-~]+$")


def shown_gate(gate: Gate) -> ShownGate:
    title = pick(gate.forum.title_zh, gate.forum.title_en) if gate.forum else ""
    counting = _("Only on %(day)s", day=day_title(gate.day)) if gate.day else _("Each day anew") if gate.daily else ""
    return ShownGate(gate.slug, gate.name, title, str(counting))


def sent_body(model: type[Body]) -> Any:
    """Raises Invalid with the fields at fault."""
    try:
        return model.model_validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        raise Invalid(errors=field_errors(error)) from error


def take_scans(
    congress_id: int, gates: Mapping[str, GateFacts], told: Sequence[Told], *, device: str, sent_at: object,
    mark: Flag | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Record the scans; answers with a result for each and the counts of the last one's gate."""
    now = clock.now()
    with reading() as session:
        titles = {one.slug: shown_gate(one).forum_title for one in gates_of(session, congress_id)}
    keys = badge_public_keys()
    with bare_unit_of_work() as connection:
        answered = take_batch(
            connection, congress_id, told, device=device, sent_at=sent_at, received=now, gates=gates,
            read=lambda text: read_token(text, keys), mark=mark,
        )  # fmt: skip
    results = [_result(one, forum=titles.get(scan.gate, "")) for scan, one in zip(told, answered, strict=True)]
    with reading() as session:
        _add_company(session, congress_id, results)
        if len(results) == 1 and told[0].gate in gates:
            _add_earlier(session, congress_id, gates[told[0].gate], results[0])
    return {"results": results, "counts": counts_at(congress_id, told[-1].gate)}


def _add_company(session: Session, congress_id: int, results: Sequence[dict[str, Any]]) -> None:
    """Who is brought in by a liaison, and who leads a party; the latter where a person stands before the gate."""
    quiet = protocol_codes(session, congress_id)
    for one in results:
        one["protocol"] = one.get("registration", {}).get("code") in quiet
    if len(results) != 1 or results[0]["result"] not in LET_IN or "registration" not in results[0]:
        return
    party = party_led_by(session, congress_id, results[0]["registration"]["code"])
    if party is not None:
        results[0]["party"] = {"name": party.name}


def _add_earlier(session: Session, congress_id: int, gate: GateFacts, result: dict[str, Any]) -> None:
    """Who came in before, that day, with a badge that was lost since: the gate says when and where."""
    if result["result"] != Result.ADMITTED or result["drill"] or "registration" not in result:
        return
    entered = datetime.fromisoformat(result["first"]["at"])
    code = result["registration"]["code"]
    first = first_entry(session, congress_id, code, gate.target, gate.day_of(entered))
    if first is not None and first.at < entered:
        result["earlier"] = {"at": first.at.isoformat(), "gate": first.slug}


def admit_party(
    congress_id: int, gates: Mapping[str, GateFacts], gate: Gate, wish: AdmitParty, *, device: str
) -> dict[str, Any]:
    """Let in all who come with the leader; answers how many, and who was not."""
    with reading() as session:
        told = scans_of_party(session, gate, wish.code, scan_id=wish.id, now=clock.now())
    if not told:
        return {"admitted": 0, "refused": [], "counts": counts_at(congress_id, gate.slug)}
    answer = take_scans(congress_id, gates, told, device=device, sent_at=None)
    refused = [one["registration"]["name"] for one in answer["results"] if one["result"] not in LET_IN]
    return {"admitted": len(told) - len(refused), "refused": refused, "counts": answer["counts"]}


def _result(answered: Answered, *, forum: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "id": answered.id,
        "result": answered.result.value,
        "forum": forum,
        "drill": answered.drill,
    }
    if answered.registration is not None:
        person = answered.registration
        result["registration"] = {
            "code": person["code"], "name": person["name"], "delegation": person["delegation"],
            "category": shown_category(person),
        }  # fmt: skip
    if answered.first is not None:
        first = answered.first
        result["first"] = {"at": first.at.isoformat(), "gate": first.gate, "device": first.device}
    return result


def counts_at(congress_id: int, slug: str) -> dict[str, int] | None:
    """People admitted at the gate's target, in a drill badges; None for an unknown gate."""
    now = clock.now()
    with reading() as session:
        found = known_gates(session, congress_id).get(slug)
        if found is None:
            return None
        quarter = now - timedelta(minutes=15)
        if found.drill is not None and found.drill.covers(now):
            since = found.drill.since
            return {
                name: drill_total(session, congress_id, found.target, moment)
                for name, moment in (("admitted", since), ("today", since), ("quarter", max(since, quarter)))
            } | {"drill": 1}
        day = bounds_of(session, congress_id, today_at(session, congress_id, now))
        return gate_counts(session, congress_id, found.target, day=day, quarter=quarter) | {"drill": 0}


def scan_by_name(session: Session, gate: Gate, wish: Admit) -> Told:
    """The badge of somebody who was found by name, taken as read; raises NotFound without one."""
    badge = standing_badge(registration_by_code(session, gate.congress_id, wish.code))
    if badge is None:
        raise NotFound
    return Told(wish.id, badge.code, wish.gate, clock.now().isoformat(), 0, offline=False)


def people_found(session: Session, gate: Gate) -> dict[str, Any]:
    """People this gate may admit, by the question in the address: name, category and the last digits, nothing else."""
    q = request.args.get("q", "").strip()[:60]
    found = search_at_gate(session, gate.congress_id, gate.forum_id, q) if q else []
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
    return {"items": items}
