"""Ledger, boards and publications as JSON."""

from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_organiser
from congress.credit.actions import (
    compute_board,
    decide_objection,
    finalise_publication,
    object_to,
    publish_board,
)
from congress.credit.errors import NoSuchPublication, NotYetFinal
from congress.credit.keys import board_key
from congress.credit.models import LedgerEntry, Publication
from congress.credit.permissions import own_entities, sees_boards, sees_credit
from congress.credit.queries import (
    board_entries,
    entity_names,
    ledger_statement,
    objection_by_id,
    publication_by_id,
)
from congress.credit.rules import as_facts, rule_set
from congress.credit.states import COUNTED_MEASURES, Measure
from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Body, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of, paginate
from congress.foundation.texts import Instant, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_id, congress_by_slug
from congress.schools.queries import resolve_division, resolve_school

blueprint = Blueprint("credit_api", __name__)
BASE = "/congresses/<slug>"


class EntityOut(Answer):
    kind: str
    code: str
    name: str


class EntryOut(Answer):
    id: str
    milestone: str
    intention: str
    entity: EntityOut
    measure: str
    amount_fen: int
    count: int
    currency: str
    share: int
    state: str
    period: int
    rule_version: str
    recorded_at: datetime
    reverses: str | None
    previous_hash: str
    hash: str
    evidence: list[str]


class EntryList(Answer):
    items: list[EntryOut]
    next: str | None


class LedgerQuery(ListQuery):
    school: str | None = Field(default=None, max_length=120)
    division: str | None = Field(default=None, max_length=120)
    measure: Measure | None = None


class MeasureTotal(Answer):
    measure: str
    amount_fen: int
    count: int
    entries: int


class SchoolCredit(Answer):
    school: EntityOut
    currency: str
    totals: list[MeasureTotal]
    entries: list[EntryOut]


class BoardOut(Answer):
    slug: str
    measure: str
    entity_kind: str
    places: int
    title: dict[str, str]


class BoardList(Answer):
    items: list[BoardOut]
    next: str | None


class BoardLine(Answer):
    place: int
    entity: EntityOut
    amount_fen: int | None
    count: int | None
    tied: bool
    placed: bool
    entries: list[str]


class ComputedBoardOut(Answer):
    board: BoardOut
    period: int
    rule_version: str
    as_of: datetime
    currency: str
    entries: list[BoardLine]


class BoardQuery(Query):
    as_of: Instant | None = None
    period: int | None = Field(default=None, ge=2000, le=2200)


class NewPublication(Body):
    as_of: AwareDatetime | None = None
    objections_until: AwareDatetime | None = None


class PublicationOut(Answer):
    id: str
    board: str
    period: int
    state: str
    as_of: datetime
    objections_until: datetime
    file: str
    objections: list[dict[str, Any]]


class NewObjection(Body):
    objector: NonEmptyLine
    text: Paragraphs = Field(min_length=1)


class ObjectionOut(Answer):
    id: str
    state: str


class ObjectionDecision(Body):
    uphold: bool
    answer: Paragraphs = Field(min_length=1)


def entry_out(entry: LedgerEntry, names: dict[str, tuple[str, str]]) -> EntryOut:
    return EntryOut(
        id=str(entry.seq),
        milestone=entry.milestone,
        intention=entry.intention,
        entity=_entity(entry.entity_kind, entry.entity_code, names),
        measure=entry.measure,
        amount_fen=entry.amount_fen,
        count=entry.count,
        currency="CNY",
        share=entry.share,
        state="counted",
        period=entry.period,
        rule_version=entry.rule_version,
        recorded_at=entry.recorded_at.astimezone(zone()),
        reverses=str(entry.reverses) if entry.reverses is not None else None,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
        evidence=list(entry.evidence),
    )


def _entity(kind: str, code: str, names: dict[str, tuple[str, str]]) -> EntityOut:
    return EntityOut(kind=kind, code=code, name=names.get(code, (code, ""))[0])


@endpoint(
    blueprint, "GET", f"{BASE}/credit/ledger", access=sees_credit, scope="credit:read", query=LedgerQuery,
    answer=EntryList, errors=[NotFound],
)  # fmt: skip
def list_entries(call: Call) -> EntryList:
    """The ledger in its order; schools and divisions see their own entries."""
    congress = congress_by_slug(call.session, call.path["slug"])
    entities = _asked_entities(call)
    statement = ledger_statement(congress.id, entities=entities, measure=call.query.measure)
    page = paginate(call.session, statement, [LedgerEntry.seq], limit=call.query.limit, cursor=call.query.cursor)
    names = entity_names(call.session)
    return EntryList(items=[entry_out(entry, names) for entry in page.items], next=page.next)


def _asked_entities(call: Call) -> list[tuple[str, str]] | None:
    """What was asked for, cut down to what may be seen."""
    wanted: list[tuple[str, str]] | None = None
    if call.query.school:
        school = resolve_school(call.session, call.query.school)
        if school is None:
            raise Invalid.field("school", _("There is no such school."))
        wanted = [(school.kind, school.code)]
    if call.query.division:
        division = resolve_division(call.session, call.query.division)
        if division is None:
            raise Invalid.field("division", _("There is no such division."))
        wanted = (wanted or []) + [(kind, division.code) for kind in ("prefecture", "county")]
    own = own_entities(call.actor)
    if own is None:
        return wanted
    return own if wanted is None else [entity for entity in wanted if entity in own]


@endpoint(
    blueprint, "GET", f"{BASE}/credit/schools/<code>", access=sees_credit, scope="credit:read", answer=SchoolCredit,
    errors=[NotFound],
)  # fmt: skip
def get_school_credit(call: Call) -> SchoolCredit:
    """A school's credit by measure, each figure down to its entries."""
    congress = congress_by_slug(call.session, call.path["slug"])
    school = resolve_school(call.session, call.path["code"])
    own = own_entities(call.actor)
    if school is None or (own is not None and (school.kind, school.code) not in own):
        raise NotFound
    statement = ledger_statement(congress.id, entities=[(school.kind, school.code)]).order_by(LedgerEntry.seq)
    entries = list(call.session.scalars(statement))
    names = entity_names(call.session)
    totals = [
        MeasureTotal(
            measure=measure,
            amount_fen=sum(entry.amount_fen for entry in entries if entry.measure == measure),
            count=sum(entry.count for entry in entries if entry.measure == measure),
            entries=sum(entry.measure == measure for entry in entries),
        )
        for measure in Measure
    ]
    return SchoolCredit(
        school=EntityOut(kind=school.kind, code=school.code, name=school.name),
        currency="CNY",
        totals=totals,
        entries=[entry_out(entry, names) for entry in entries],
    )


@endpoint(
    blueprint, "GET", f"{BASE}/boards", access=sees_boards, scope="credit:read", query=ListQuery, answer=BoardList,
    errors=[NotFound],
)  # fmt: skip
def list_boards(call: Call) -> BoardList:
    """The boards that the rules know."""
    congress_by_slug(call.session, call.path["slug"])
    page = page_of(rule_set().boards, limit=call.query.limit, cursor=call.query.cursor)
    return BoardList(items=[BoardOut(**as_facts(board)) for board in page.items], next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/boards/<board>", access=sees_boards, scope="credit:read", query=BoardQuery,
    answer=ComputedBoardOut, errors=[NotFound],
)  # fmt: skip
def get_board(call: Call) -> ComputedBoardOut:
    """A board as it stands, or stood at `as_of`; each line traceable to its ledger entries."""
    congress = congress_by_slug(call.session, call.path["slug"])
    as_of = call.query.as_of or call.now
    computed = compute_board(
        call.session, congress, call.path["board"], as_of=as_of, period=call.query.period, zone=zone()
    )
    names = entity_names(call.session)
    traces = board_entries(call.session, congress.id, computed.board, computed.period, as_of)
    counted = computed.board.measure in COUNTED_MEASURES
    return ComputedBoardOut(
        board=BoardOut(**as_facts(computed.board)),
        period=computed.period,
        rule_version=computed.rule_version,
        as_of=as_of.astimezone(zone()),
        currency="CNY",
        entries=[
            BoardLine(
                place=line.place,
                entity=_entity(computed.board.entity_kind, line.code, names),
                amount_fen=None if counted else line.total,
                count=line.total if counted else None,
                tied=line.tied,
                placed=line.placed,
                entries=[str(seq) for seq in traces.get(line.code, [])],
            )
            for line in computed.standings
        ],
    )


def publication_out(publication: Publication, slug: str) -> PublicationOut:
    return PublicationOut(
        id=publication.public_id,
        board=publication.board,
        period=publication.period,
        state=publication.state,
        as_of=publication.as_of.astimezone(zone()),
        objections_until=publication.objections_until.astimezone(zone()),
        file=f"/boards/{slug}/{publication.board}/{publication.public_id}.json",
        objections=[{"id": one.public_id, "state": one.state} for one in publication.objections],
    )


@endpoint(
    blueprint, "POST", f"{BASE}/boards/<board>/publications", access=is_organiser, scope="credit:publish",
    body=NewPublication, answer=PublicationOut, status=201, errors=[NotFound],
)  # fmt: skip
def post_publication(call: Call) -> PublicationOut:
    """Freeze a board and sign its public file; objections may be raised for five working days by default."""
    congress = congress_by_slug(call.session, call.path["slug"])
    published = publish_board(
        call.session, congress, call.path["board"], as_of=call.body.as_of,
        objections_until=call.body.objections_until, key=board_key(), zone=zone(), by=call.actor, now=call.now,
    )  # fmt: skip
    return publication_out(published, congress.slug)


@endpoint(
    blueprint, "POST", "/publications/<publication>/objections", access=anybody_signed_in, scope="credit:object",
    body=NewObjection, answer=ObjectionOut, status=201, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_objection(call: Call) -> ObjectionOut:
    """Raise an objection under one's name; who it was stays with the secretariat."""
    found = publication_by_id(call.session, call.path["publication"])
    filed = object_to(call.session, found, call.body.objector, call.body.text, by=call.actor, now=call.now)
    return ObjectionOut(id=filed.public_id, state=filed.state)


@endpoint(
    blueprint, "POST", "/objections/<objection>/decide", access=is_organiser, scope="credit:publish",
    body=ObjectionDecision, answer=ObjectionOut, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_decision(call: Call) -> ObjectionOut:
    """Uphold or dismiss an objection."""
    found = objection_by_id(call.session, call.path["objection"])
    if found is None:
        raise NotFound
    decided = decide_objection(
        call.session, found, uphold=call.body.uphold, answer=call.body.answer, by=call.actor, now=call.now
    )
    return ObjectionOut(id=decided.public_id, state=decided.state)


@endpoint(
    blueprint, "POST", "/publications/<publication>/finalise", access=is_organiser, scope="credit:publish",
    answer=PublicationOut, errors=[NoSuchPublication, NotYetFinal],
)  # fmt: skip
def post_finalise(call: Call) -> PublicationOut:
    """Make a publication final once the time for objections is over and each one is decided."""
    found = publication_by_id(call.session, call.path["publication"])
    done = finalise_publication(call.session, found, by=call.actor, now=call.now)
    return publication_out(done, congress_by_id(call.session, done.congress_id).slug)
