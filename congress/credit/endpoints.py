"""Ledger and boards as JSON."""

from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_auditor
from congress.credit.actions import compute_board
from congress.credit.keys import board_key
from congress.credit.models import LedgerEntry
from congress.credit.openings import bundle_for, opening_for
from congress.credit.permissions import own_entities, sees_all_credit, sees_boards, sees_credit
from congress.credit.queries import Frozen, board_entries, entity_names, frozen_at, ledger_statement, state_of
from congress.credit.rule_queries import rule_versions, rules_at
from congress.credit.rule_sets import CURRENT, rules_text
from congress.credit.rules import as_facts
from congress.credit.states import EntryState, Measure, Unit, unit_of
from congress.foundation.endpoint import Answer, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of, paginate
from congress.foundation.texts import Instant
from congress.programme.queries import congress_by_slug
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
    """What counts; what is frozen stands apart and never ranks."""

    measure: str
    amount_fen: int
    count: int
    entries: int
    frozen_fen: int
    frozen_count: int


class SchoolCredit(Answer):
    school: EntityOut
    currency: str
    totals: list[MeasureTotal]
    entries: list[EntryOut]


class ComponentOut(Answer):
    """One indicator of a composite score."""

    board: str
    measure: str
    title: dict[str, str]
    scheme: str
    weight: int
    cap_percent: int | None = None
    cap_fen: int | None = None
    minimum_evidence: int = 0
    levels: list[str] | None = None


class BoardOut(Answer):
    slug: str
    measure: str
    entity_kind: str
    places: int
    title: dict[str, str]
    cap_fen: int | None = None
    minimum_evidence: int = 0
    levels: list[str] | None = None
    components: list[ComponentOut] | None = None


class BoardList(Answer):
    items: list[BoardOut]
    next: str | None


class BoardLine(Answer):
    place: int
    entity: EntityOut
    amount_fen: int | None
    count: int | None
    # hundredths of a point, of a composite score
    points: int | None
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


def entry_out(entry: LedgerEntry, names: dict[str, tuple[str, str]], frozen: Frozen) -> EntryOut:
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
        state=state_of(entry, frozen),
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
    names, frozen = entity_names(call.session), frozen_at(call.session, congress.id, call.now)
    return EntryList(items=[entry_out(entry, names, frozen) for entry in page.items], next=page.next)


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
    names, frozen = entity_names(call.session), frozen_at(call.session, congress.id, call.now)
    totals = []
    for measure in Measure:
        listed = [entry for entry in entries if entry.measure == measure]
        held = [entry for entry in listed if state_of(entry, frozen) is EntryState.FROZEN]
        frozen_fen, frozen_count = sum(one.amount_fen for one in held), sum(one.count for one in held)
        totals.append(
            MeasureTotal(
                measure=measure,
                amount_fen=sum(one.amount_fen for one in listed) - frozen_fen,
                count=sum(one.count for one in listed) - frozen_count,
                entries=len(listed),
                frozen_fen=frozen_fen,
                frozen_count=frozen_count,
            )
        )
    return SchoolCredit(
        school=EntityOut(kind=school.kind, code=school.code, name=school.name),
        currency="CNY",
        totals=totals,
        entries=[entry_out(entry, names, frozen) for entry in entries],
    )


@endpoint(
    blueprint, "GET", f"{BASE}/boards", access=sees_boards, scope="credit:read", query=ListQuery, answer=BoardList,
    errors=[NotFound],
)  # fmt: skip
def list_boards(call: Call) -> BoardList:
    """The boards that the rules know."""
    congress_by_slug(call.session, call.path["slug"])
    rules = rules_at(call.session, call.now)
    page = page_of(rules.every_board, limit=call.query.limit, cursor=call.query.cursor)
    return BoardList(items=[BoardOut(**as_facts(board, rules)) for board in page.items], next=page.next)


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
    traces = board_entries(call.session, congress.id, computed.parts, computed.period, as_of)
    unit = unit_of(computed.board.measure)
    return ComputedBoardOut(
        board=BoardOut(**as_facts(computed.board, computed.rules)),
        period=computed.period,
        rule_version=computed.rule_version,
        as_of=as_of.astimezone(zone()),
        currency="CNY",
        entries=[
            BoardLine(
                place=line.place,
                entity=_entity(computed.board.entity_kind, line.code, names),
                amount_fen=line.total if unit is Unit.MONEY else None,
                count=line.total if unit is Unit.PEOPLE else None,
                points=line.total if unit is Unit.POINTS else None,
                tied=line.tied,
                placed=line.placed,
                entries=[str(seq) for seq in traces.get(line.code, [])],
            )
            for line in computed.standings
        ],
    )


class RulesOut(Answer):
    version: str
    state: str
    valid_from: datetime | None
    text: str


class RulesList(Answer):
    items: list[RulesOut]
    next: str | None


@endpoint(blueprint, "GET", "/rules", access=sees_all_credit, scope="credit:read", answer=RulesList)
def list_rules(call: Call) -> RulesList:
    """Every version of the rules of counting, newest first, with its text and its validity."""
    items = [
        RulesOut(
            version=one.version,
            state=one.state,
            valid_from=one.valid_from.astimezone(zone()) if one.valid_from else None,
            text=one.text,
        )
        for one in rule_versions(call.session)
    ]
    items.append(RulesOut(version=CURRENT, state="in_force", valid_from=None, text=rules_text()))
    return RulesList(items=items, next=None)


class OpeningOut(Answer):
    format: str
    publication: str
    entity: dict[str, str]
    salt: str
    total: int
    entries: list[dict[str, Any]]
    # of a composite score: what its points are made of
    parts: dict[str, Any] | None = None


class Bundle(Answer):
    format: str
    congress: str
    openings: list[OpeningOut]
    scales: list[dict[str, Any]]
    algorithm: str
    public_key: str
    signature: str


@endpoint(
    blueprint, "GET", "/publications/<publication>/openings/<entity>", access=sees_credit, scope="credit:read",
    answer=OpeningOut, errors=[NotFound], writes=True,
)  # fmt: skip
def get_opening(call: Call) -> OpeningOut:
    """Salt, total and entries of an entity's own line on a released board; the look is on the audit trail."""
    opened = opening_for(call.session, call.actor, call.path["publication"], call.path["entity"], now=call.now)
    return OpeningOut(**opened)


@endpoint(
    blueprint, "GET", f"{BASE}/openings", access=is_auditor, scope="credit:read", answer=Bundle, errors=[NotFound],
    writes=True,
)  # fmt: skip
def get_openings(call: Call) -> Bundle:
    """Every line of every released board opened, in one signed bundle for the audit."""
    congress = congress_by_slug(call.session, call.path["slug"])
    return Bundle(**bundle_for(call.session, congress, board_key(), by=call.actor, now=call.now))
