"""The desks of schools and of prefectures: what is theirs, each figure down to its evidence."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_division, is_school
from congress.accounts.states import Role
from congress.almamater.queries import count_claims
from congress.alumni.states import ClaimState
from congress.credit.models import LedgerEntry
from congress.credit.openings import own_lines
from congress.credit.queries import entity_names, frozen_at, ledger_statement, measure_totals
from congress.credit.states import COUNTED_MEASURES
from congress.deadlines.queries import overdue_dates, standings_of
from congress.deadlines.states import LEVEL_NAMES, STANDING_NAMES
from congress.foundation import clock
from congress.foundation.access import Actor, current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading
from congress.foundation.pages import zone
from congress.outcomes.queries import waiting_milestones
from congress.programme.queries import the_congress
from congress.promises.queries import own_open_promises
from congress.promises.states import STATE_NAMES as PROMISE_NAMES
from congress.reports.queries import projects_of
from congress.reports.rules import figures_of, funnel_of
from congress.reports.states import MEANINGS, RATE_NAMES, STEP_NAMES
from congress.returns.queries import own_returns
from congress.returns.states import OPEN_STATES as OPEN_RETURNS
from congress.returns.states import STATE_NAMES as RETURN_NAMES
from congress.signing.queries import intentions_statement, newest_intentions, sums_of

blueprint = Blueprint("desks", __name__)
NEWEST = 10


@blueprint.get("/school/")
@requires(is_school)
def school() -> ResponseReturnValue:
    """A school's credit, its alumni's intentions, and what waits to be verified."""
    return _desk("school", Role.SCHOOL, ("university", "school"))


@blueprint.get("/division/")
@requires(is_division)
def division() -> ResponseReturnValue:
    """A prefecture's or park's intentions, what it must confirm, and its credit."""
    return _desk("division", Role.DIVISION, ("prefecture", "county"))


def _desk(kind: str, role: Role, entity_kinds: Sequence[str]) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        congress, names = the_congress(session), entity_names(session)
        codes = sorted(actor.scopes(role, kind))
        own = [(entity_kind, code) for code in codes for entity_kind in entity_kinds]
        statement, frozen = ledger_statement(congress.id, entities=own), frozen_at(session, congress.id, clock.now())
        newest = statement.order_by(LedgerEntry.seq.desc()).limit(NEWEST)
        only = _only(actor, role)
        today = local_day(clock.now(), zone())
        overdue = overdue_dates(session, only, congress.id, today=today, limit=NEWEST)
        projects = [one for one in projects_of(session, only, congress.id, zone=zone()) if one.is_of(frozenset(codes))]
        return render_template(
            "portal/desk.html",
            kind=kind,
            codes=codes,
            funnel=funnel_of(projects),
            steps=STEP_NAMES,
            came_true=figures_of(projects),
            rates=RATE_NAMES,
            meanings=MEANINGS,
            lines=own_lines(session, congress.id, own),
            congress=congress,
            titles=[names.get(code, (code, "")) for code in codes],
            totals=measure_totals(session, ledger_statement(congress.id, entities=own, without=frozen)),
            frozen=frozen,
            entries=session.scalars(newest).all(),
            names=names,
            counted=COUNTED_MEASURES,
            intentions=newest_intentions(session, only, congress.id, limit=NEWEST),
            sums=sums_of(session, intentions_statement(only, congress.id)),
            claims=count_claims(session, codes) if role is Role.SCHOOL else None,
            claim_states=list(ClaimState),
            returns=[one for one in own_returns(session, only, congress.id) if one.state in OPEN_RETURNS],
            return_states=RETURN_NAMES,
            promises=own_open_promises(session, only, congress.id, limit=NEWEST),
            promise_states=PROMISE_NAMES,
            overdue=overdue,
            where=standings_of(session, overdue, today),
            words={"levels": LEVEL_NAMES, "standings": STANDING_NAMES},
            today=today,
            waiting=waiting_milestones(session, only, congress.id, limit=NEWEST),
        )


def _only(actor: Actor, role: Role) -> Actor:
    """The actor in this one role: a desk shows what is the school's or the place's, whatever else one may see."""
    return Actor(
        user_id=actor.user_id,
        display_name=actor.display_name,
        grants=tuple(grant for grant in actor.grants if grant.role == role),
    )
