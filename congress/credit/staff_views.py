"""The ledger down to its evidence, the boards as they stand, and their publications, in the console."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_auditor, is_organiser
from congress.credit.actions import compute_board, verify_ledger
from congress.credit.errors import NoSuchBoard
from congress.credit.forms import ComputeForm
from congress.credit.keys import board_key
from congress.credit.models import LedgerEntry, Publication
from congress.credit.openings import bundle_for, opening_for
from congress.credit.permissions import own_entities, sees_all_credit, sees_boards, sees_credit
from congress.credit.publication_queries import publications_of, switches_of
from congress.credit.publishing import compute_publication, switch_board
from congress.credit.queries import (
    board_entries,
    entity_names,
    entry_by_seq,
    frozen_at,
    head_of,
    ledger_statement,
    measure_totals,
    state_of,
)
from congress.credit.reported import printed_totals
from congress.credit.rule_queries import rules_at
from congress.credit.rules import board_by_slug, level_at_the_edge
from congress.credit.states import COUNTED_MEASURES, MEASURE_NAMES, SCHEME_NAMES, Edge, EntryState, Measure
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.answers import json_response
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.outcomes.queries import seen_milestone
from congress.programme.queries import the_congress

blueprint = Blueprint("credit_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/ledger")
@requires(sees_credit)
def ledger() -> ResponseReturnValue:
    asked = request.args
    measure = asked.get("measure") if asked.get("measure") in {*Measure} else None
    with reading() as session:
        congress, own = the_congress(session), own_entities(current_actor())
        names = entity_names(session)
        entity, milestone = asked.get("entity"), asked.get("milestone")
        frozen = frozen_at(session, congress.id, clock.now())
        wish: dict[str, Any] = {"entities": own, "measure": measure, "milestone": milestone, "entity_code": entity}
        statement = ledger_statement(congress.id, **wish)
        cursor = asked.get("cursor")
        page = paginate(session, statement, [LedgerEntry.seq], limit=LIST_SIZE, cursor=cursor, descending=True)
        return render_template(
            "credit/staff_ledger.html", page=page, names=names, measure=measure, measures=MEASURE_NAMES,
            counted=COUNTED_MEASURES, head=head_of(session, congress.id), entity=entity,
            totals=measure_totals(session, ledger_statement(congress.id, **wish, without=frozen)), frozen=frozen,
        )  # fmt: skip


@blueprint.get("/console/ledger/<int:seq>")
@requires(sees_credit)
def entry(seq: int) -> ResponseReturnValue:
    """One entry with what it was made from; the milestone's page for those who may see it."""
    with reading() as session:
        congress = the_congress(session)
        found = entry_by_seq(session, congress.id, seq, entities=own_entities(current_actor()))
        if found is None:
            raise NotFound
        return render_template(
            "credit/staff_entry.html", entry=found, names=entity_names(session), counted=COUNTED_MEASURES,
            is_frozen=state_of(found, frozen_at(session, congress.id, clock.now())) is EntryState.FROZEN,
            milestone=seen_milestone(session, current_actor(), congress.slug, found.milestone),
        )  # fmt: skip


@blueprint.post("/console/ledger/verify")
@requires(sees_credit)
def verify() -> ResponseReturnValue:
    """Walk the whole chain and say what is wrong with it, if anything."""
    with reading() as session:
        congress = the_congress(session)
        findings = verify_ledger(session, congress)
        return render_template("credit/staff_chain.html", findings=findings, head=head_of(session, congress.id))


@blueprint.get("/console/boards")
@requires(sees_boards)
def boards() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        newest: dict[str, Publication] = {}
        for publication in publications_of(session, congress.id, prepared=sees_all_credit(current_actor())):
            newest.setdefault(publication.board, publication)
        rules = rules_at(session, clock.now())
        return render_template(
            "credit/staff_boards.html", boards=rules.every_board, newest=newest, rules=rules,
            switches=switches_of(session, congress.id),
        )  # fmt: skip


@blueprint.get("/console/boards/<board>")
@requires(sees_boards)
def board(board: str) -> ResponseReturnValue:
    with reading() as session:
        congress, now = the_congress(session), clock.now()
        computed = compute_board(session, congress, board, as_of=now, period=None, zone=zone())
        prepared, names = sees_all_credit(current_actor()), entity_names(session)
        edge = level_at_the_edge(computed.standings, computed.board.places)
        return render_template(
            "credit/staff_board.html", computed=computed, names=names, congress=congress,
            traces=board_entries(session, congress.id, computed.parts, computed.period, now),
            behind=computed.parts, schemes=SCHEME_NAMES,
            publications=publications_of(session, congress.id, prepared=prepared, board=board),
            edge_names="、".join(pick(*names.get(one.code, (one.code, ""))) for one in edge), edge=edge,
            form=ComputeForm(formdata=None),
            with_amounts=switches_of(session, congress.id).get(board, False),
        )  # fmt: skip


@blueprint.post("/console/boards/<board>/publications")
@requires(is_organiser)
def publish(board: str) -> ResponseReturnValue:
    """Freeze a board for review; the first of the steps that lead to the public."""
    form = ComputeForm()
    edge = Edge(form.edge.data) if submitted(form) else Edge.ALL
    with unit_of_work() as session:
        made = compute_publication(
            session, the_congress(session), board, as_of=None, edge=edge, zone=zone(), by=current_actor(),
            now=clock.now(),
        ).public_id  # fmt: skip
    flash_done(_("The board is frozen; it goes to the joint review now."))
    return redirect(url_for("credit_publications.publication", publication=made))


@blueprint.post("/console/boards/<board>/switch")
@requires(is_organiser)
def switch(board: str) -> ResponseReturnValue:
    """Let the next publications show the order only, or amounts too."""
    wanted = request.form.get("with_amounts") == "yes"
    with unit_of_work() as session:
        if board_by_slug(board, rules_at(session, clock.now())) is None:
            raise NoSuchBoard
        congress, by = the_congress(session), current_actor()
        switch_board(session, congress, board, with_amounts=wanted, by=by, now=clock.now())
    flash_done(_("The next publication shows amounts.") if wanted else _("The next publication shows the order only."))
    return redirect(url_for("credit_staff.board", board=board))


@blueprint.get("/console/publications/<publication>/openings/<entity>.json")
@requires(sees_credit)
def opening(publication: str, entity: str) -> ResponseReturnValue:
    """What opens an entity's own line of a released board; each look at it is on the audit trail."""
    with unit_of_work() as session:
        opened = opening_for(session, current_actor(), publication, entity, now=clock.now())
    response = json_response(opened)
    response.headers["Content-Disposition"] = f'attachment; filename="opening-{publication}.json"'
    return response


@blueprint.get("/console/openings.json")
@requires(is_auditor)
def openings() -> ResponseReturnValue:
    """Every line of every released board opened, in one signed bundle for the audit."""
    with unit_of_work() as session:
        congress, now = the_congress(session), clock.now()
        bundle = bundle_for(session, congress, board_key(), by=current_actor(), now=now)
    response = json_response(bundle)
    response.headers["Content-Disposition"] = f'attachment; filename="openings-{congress.slug}.json"'
    return response


@blueprint.get("/console/printed-totals")
@requires(sees_boards)
def totals() -> ResponseReturnValue:
    """Totals as the press printed them, beside what their parts add up to."""
    return render_template("credit/printed_totals.html", totals=printed_totals())
