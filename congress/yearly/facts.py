"""What a yearly report says, gathered from what is frozen: one document of plain facts, in no reader's language."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.credit.actions import verify_ledger
from congress.credit.chain import stamp
from congress.credit.models import Publication
from congress.credit.queries import board_totals, entity_names, head_of, measure_totals, official_order
from congress.credit.rule_queries import rules_at
from congress.credit.rules import RuleSet, first_day_of
from congress.credit.states import EntityKind, Measure
from congress.foundation.access import Actor
from congress.outcomes.levels import people_by_level
from congress.programme.models import Congress
from congress.reports.queries import projects_of
from congress.reports.rules import Figures, figures_of, funnel_of, grouped
from congress.reports.states import By, Rate
from congress.returns.queries import totals_of
from congress.returns.states import ReturnState
from congress.schools.queries import all_divisions
from congress.schools.states import DivisionKind
from congress.yearly.errors import LedgerFault, SumsDiffer
from congress.yearly.queries import (
    boards_of,
    category_sums,
    counted_statement,
    entity_sums,
    months_between,
    outcome_sums,
    returns_in,
)
from congress.yearly.rules import Sum, Table, column_sum, table_of, value_of

Facts = dict[str, Any]


def gather(session: Session, congress: Congress, period: int, *, zone: ZoneInfo, by: Actor, now: datetime) -> Facts:
    """The facts of a counting year as they stand now.

    Raises:
        LedgerFault: the ledger does not verify.
        SumsDiffer: a table or the annex does not add up to the ledger.
    """
    rules = rules_at(session, now)
    first, last = first_day_of(period, rules), first_day_of(period + 1, rules) - timedelta(days=1)
    if verify_ledger(session, congress):
        raise LedgerFault
    head, names = head_of(session, congress.id), entity_names(session)
    boards, announced = boards_of(session, congress.id, period)
    above = {one.code: one.parent.code for one in all_divisions(session) if one.parent}
    return {
        "congress": congress.slug,
        "title": {"zh": congress.title_zh, "en": congress.title_en},
        "period": period,
        "from": first.isoformat(),
        "until": last.isoformat(),
        "as_of": stamp(now),
        "is_over": now.astimezone(zone).date() > last,
        "rule_version": rules.version,
        "ledger": {"count": head.count, "hash": head.hash},
        "demo": congress.is_demo,
        "notice": "演示数据" if congress.is_demo else "",
        **_counted(session, congress, period, rules, names, now),
        "signed": [
            {"category": category, "count": count, "amount_fen": fen}
            for category, (count, fen) in sorted(category_sums(session, congress.id, now).items())
        ],
        **_projects(session, congress, names, zone=zone, by=by),
        "talents": [
            {"zh": level.zh if level else "", "en": level.en if level else "", "count": count}
            for level, count in people_by_level(session, congress.id)
            if count
        ],
        "boards": [_board(one, above) for one in boards],
        "boards_announced": announced,
        "months": _months(session, congress, first, last),
    }


def _counted(
    session: Session, congress: Congress, period: int, rules: RuleSet, names: dict[str, tuple[str, str]], now: datetime
) -> Facts:
    """What comes of the ledger: totals, tables by kind of entity, the annex, and the proof that they agree."""
    statement = counted_statement(session, congress.id, period, now)
    table, annex = table_of(entity_sums(session, statement)), outcome_sums(session, statement)
    totals = {
        one.measure: value_of(one.measure, one.amount_fen, one.count) for one in measure_totals(session, statement)
    }
    listed = dict.fromkeys(totals, 0)
    for _milestone, measure, fen, people, _entries, _first in annex:
        listed[measure] += value_of(measure, fen, people)
    sums = [Sum(measure, "", listed[measure], total) for measure, total in totals.items()]
    for board in rules.boards:
        # a board with a cap or a minimum of evidence counts less than the ledger holds
        if board.cap_fen is None and not board.minimum_evidence:
            ledger = sum(board_totals(session, congress.id, board, period, now).values())
            column = column_sum(table, board.entity_kind, board.measure)
            sums.append(Sum(board.measure, board.entity_kind, column, ledger))
    if any(one.listed != one.ledger for one in sums):
        raise SumsDiffer
    return {
        "totals": [{"measure": one, "total": totals[one], "basis": dict(rules.basis[one])} for one in Measure],
        "entities": _entities(session, table, names),
        "annex": [
            {"outcome": milestone, "measure": measure, "total": value_of(measure, fen, people), "entries": entries,
             "first_entry": first}
            for milestone, measure, fen, people, entries, first in annex
        ],
        "sums": [
            {"measure": one.measure, "entity_kind": one.entity_kind, "listed": one.listed, "ledger": one.ledger}
            for one in sums
        ],
    }  # fmt: skip


def _named(code: str, names: dict[str, tuple[str, str]]) -> Facts:
    zh, en = names.get(code, (code, ""))
    return {"code": code, "name": zh, "name_en": en}


def _entities(session: Session, table: Table, names: dict[str, tuple[str, str]]) -> dict[str, list[Facts]]:
    """Everybody with their figures, in official order, named as they are called now."""
    order = official_order(session)
    return {
        kind.value: [
            _named(code, names) | {"figures": {measure: table[kind][code].get(measure, 0) for measure in Measure}}
            for code in sorted(table.get(kind, {}), key=lambda code: (order.get(code, 1 << 30), code))
        ]
        for kind in EntityKind
    }


def _projects(
    session: Session, congress: Congress, names: dict[str, tuple[str, str]], *, zone: ZoneInfo, by: Actor
) -> Facts:  # fmt: skip
    """Funnel and rates of the congress's investment projects, over all and by prefecture."""
    projects = projects_of(session, by, congress.id, zone=zone)
    places = grouped(projects, By.PREFECTURE)
    prefectures = [one.code for one in all_divisions(session) if one.kind == DivisionKind.PREFECTURE]
    return {
        "funnel": [{"step": one.name, "count": one.count, "amount_fen": one.fen} for one in funnel_of(projects)],
        "rates": _rates(figures_of(projects)),
        "places": [
            _named(code, names)
            | ({"signed": places[code].signed, "signed_fen": places[code].signed_fen} if code in places else {})
            | (_rates(places[code]) if code in places else {})
            for code in prefectures
        ],
    }


def _rates(figures: Figures) -> Facts:
    """Of each rate what is above the line and below it, by number and by money."""
    return {
        which.value: {
            "by_number": [figures.by_number[which], figures.signed],
            "by_money": [figures.by_money[which], figures.signed_fen],
        }
        for which in Rate
    }


def _board(publication: Publication, above: Mapping[str, str]) -> Facts:
    """A final board as the public has it: the order alone; of counties also the prefecture that they lie in."""
    file = json.loads(publication.document)
    return {
        "board": publication.board,
        "title": file["board"]["title"],
        "entity_kind": file["board"]["entity_kind"],
        "document_number": publication.document_number,
        "publication": publication.public_id,
        "order": [
            {name: line["entity"][name] for name in ("code", "name", "name_en")}
            | {"prefecture": above.get(line["entity"]["code"], "")}
            for line in file["order"]
        ],
    }  # fmt: skip


def _months(session: Session, congress: Congress, first: date, last: date) -> list[Facts]:
    """Month by month what was accepted; what is still open or only filed has no figure here."""
    return [
        {
            "month": month.slug,
            "lines": [{"key": one.key, "zh": one.zh, "en": one.en, "unit": one.unit} for one in month.template],
            "kinds": _kinds(session, month.id),
        }
        for month in months_between(session, congress.id, first, last)
    ]


def _kinds(session: Session, period_id: int) -> Sequence[Facts]:
    rows = returns_in(session, period_id)
    units = {one.kind: one.units for one in totals_of(rows, date.min)}
    accepted = [one for one in rows if one.state == ReturnState.ACCEPTED]
    return [
        {"kind": one.kind, "units": units[one.kind], "accepted": one.accepted, "nil": one.nil,
         "figures": dict(sorted(one.figures.items()))}
        for one in totals_of(accepted, date.min)
    ]  # fmt: skip
