"""Supervisors of a gate: who of those that have its role may overrule it, appointed by the organisers."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.door_queries import gates_supervised, people_of_gate, supervision_of
from congress.checkin.errors import NoSuchGate, NoSuchSupervisor
from congress.checkin.models import Gate, GateSupervisor
from congress.checkin.queries import gate_by_slug
from congress.foundation.access import Actor
from congress.foundation.audit import record


def appoint_supervisor(session: Session, gate: Gate, user_id: int, *, by: Actor, now: datetime) -> None:
    """Raises NoSuchSupervisor for somebody who has not the gate's role; a second time changes nothing."""
    known = {user.id: appointed for user, appointed in people_of_gate(session, gate)}
    if user_id not in known:
        raise NoSuchSupervisor
    if known[user_id] is None:
        session.add(GateSupervisor(gate_id=gate.id, user_id=user_id, appointed_at=now))
        record(session, by, "supervisor.appointed", "gate", gate.slug, now=now, user=user_id)


def end_supervision(session: Session, gate: Gate, user_id: int, *, by: Actor, now: datetime) -> None:
    """Raises NoSuchSupervisor."""
    found = supervision_of(session, gate.id, user_id)
    if found is None:
        raise NoSuchSupervisor
    session.delete(found)
    record(session, by, "supervisor.ended", "gate", gate.slug, now=now, user=user_id)


def supervised_gate(session: Session, congress_id: int, actor: Actor, slug: str) -> Gate:
    """The gate, if this actor may overrule it: its supervisor, or an organiser; raises NoSuchGate."""
    if actor.has("organiser"):
        return gate_by_slug(session, congress_id, slug)
    found = next((gate for gate in gates_supervised(session, congress_id, actor.user_id) if gate.slug == slug), None)
    if found is None:
        raise NoSuchGate
    return found
